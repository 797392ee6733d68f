import { hash, type KeyObject, timingSafeEqual } from "node:crypto";

type Field = string | number | Uint8Array | null;

/**
 * One byte string for a list of fields, and never the same one for two different lists: each field is its presence, its
 * length and its bytes. What is authenticated (audit rows, the key of a value) is authenticated in this form.
 */
export function encodeFields(fields: readonly Field[]): Buffer {
  const [bytes, end] = encoded(fields);
  return Buffer.from(bytes.subarray(blockBytes, end));
}

/** The HMAC-SHA-256 of a list of fields under a key. */
export function fieldsMac(key: KeyObject, fields: readonly Field[]): Buffer {
  return finish(key, ...encoded(fields));
}

/** The HMAC-SHA-256 of bytes under a key. */
export function hmac(key: KeyObject, bytes: Uint8Array): Buffer {
  const message = roomFor(bytes.length);
  message.set(bytes, blockBytes);
  return finish(key, message, blockBytes + bytes.length);
}

/** Whether what is stored is the mac that was expected. How long it takes tells nothing of either. */
export function isSameMac(stored: Buffer | null, expected: Buffer): boolean {
  return Buffer.isBuffer(stored) && stored.length === expected.length && timingSafeEqual(stored, expected);
}

/** A block of SHA-256, as which HMAC puts the key before the message. */
const blockBytes = 64;
/** Where messages are written that have room in it, behind a block for the key: a buffer for each would take longer than its hash. */
const reused = Buffer.allocUnsafeSlow(32 * 1024);

function roomFor(bytes: number): Buffer {
  return blockBytes + bytes <= reused.length ? reused : Buffer.allocUnsafe(blockBytes + bytes);
}

/** The fields, behind room for a block, and where they end: until something else is encoded. */
function encoded(fields: readonly Field[]): [bytes: Buffer, end: number] {
  // Plain loops: this runs twice for each value that is read.
  let size = 0;
  for (const field of fields) size += 1 + 4 + maxBytes(field);
  const bytes = roomFor(size);
  let end = blockBytes;
  for (const field of fields) {
    bytes[end] = field === null ? 0 : 1;
    end += 1;
    if (field === null) continue;
    const start = end + 4;
    const length = typeof field === "object" ? copyInto(bytes, field, start) : bytes.write(String(field), start);
    bytes.writeUInt32BE(length, end);
    end = start + length;
  }
  return [bytes, end];
}

/** A UTF-16 unit has at most three bytes in UTF-8, and a number at most 24 characters. */
function maxBytes(field: Field): number {
  if (typeof field === "string") return 3 * field.length;
  return typeof field === "number" ? 24 : (field?.length ?? 0);
}

function copyInto(bytes: Buffer, field: Uint8Array, at: number): number {
  bytes.set(field, at);
  return field.length;
}

/** The block before the message, and the one before the hash of that, with room for the hash. */
interface Blocks {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const blocksOfKeys = new WeakMap<KeyObject, Blocks>();

function blocksOf(key: KeyObject): Blocks {
  let blocks = blocksOfKeys.get(key);
  if (blocks === undefined) {
    const bytes = key.export();
    if (bytes.length > blockBytes) throw new Error("a key of macs is longer than a block");
    const inner = Buffer.alloc(blockBytes, 0x36);
    const outer = Buffer.concat([Buffer.alloc(blockBytes, 0x5c)], blockBytes + 32);
    for (const [index, byte] of bytes.entries()) {
      inner.writeUInt8(byte ^ 0x36, index);
      outer.writeUInt8(byte ^ 0x5c, index);
    }
    blocks = { inner, outer };
    blocksOfKeys.set(key, blocks);
  }
  return blocks;
}

/** As RFC 2104 has it: Node's own HMAC makes an object that is collected later, which takes more than twice as long. */
function finish(key: KeyObject, message: Buffer, end: number): Buffer {
  const { inner, outer } = blocksOf(key);
  message.set(inner);
  // Strings: a buffer of Node's hashes has memory of its own.
  outer.write(hash("sha256", message.subarray(0, end), "binary"), blockBytes, "binary");
  return Buffer.from(hash("sha256", outer, "binary"), "binary");
}
