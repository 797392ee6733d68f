import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";

type Field = string | number | Uint8Array | null;

/**
 * One byte string for a list of fields, and never the same one for two different lists: each field is its presence, its
 * length and its bytes. What is authenticated (audit rows, the key of a value) is authenticated in this form.
 */
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.from(encoded(fields));
}

/** The HMAC-SHA-256 of a list of fields under a key. */
export function fieldsMac(key: KeyObject, fields: readonly Field[]): Buffer {
  return hmac(key, encoded(fields));
}

/** The HMAC-SHA-256 of bytes under a key. */
export function hmac(key: KeyObject, bytes: Uint8Array): Buffer {
  // Faster than `digest()`, which makes a buffer with memory of its own.
  return Buffer.from(createHmac("sha256", key).update(bytes).digest("binary"), "binary");
}

/** Whether what is stored is the mac that was expected. How long it takes tells nothing of either. */
export function isSameMac(stored: Buffer | null, expected: Buffer): boolean {
  return Buffer.isBuffer(stored) && stored.length === expected.length && timingSafeEqual(stored, expected);
}

/** Where fields are written that have room in it: a buffer for each list would take longer than its hash. */
const reused = Buffer.allocUnsafeSlow(32 * 1024);

/** The fields as bytes, which hold until others are encoded. */
function encoded(fields: readonly Field[]): Buffer {
  // Plain loops: this runs twice for each value that is read.
  let size = 0;
  for (const field of fields) size += 1 + 4 + maxBytes(field);
  const bytes = size <= reused.length ? reused : Buffer.allocUnsafe(size);
  let end = 0;
  for (const field of fields) {
    bytes[end] = field === null ? 0 : 1;
    end += 1;
    if (field === null) continue;
    const start = end + 4;
    const length = typeof field === "object" ? copyInto(bytes, field, start) : bytes.write(String(field), start);
    // What `writeUInt32BE` writes, without its checks.
    bytes[end] = length >>> 24;
    bytes[end + 1] = length >>> 16;
    bytes[end + 2] = length >>> 8;
    bytes[end + 3] = length;
    end = start + length;
  }
  return bytes.subarray(0, end);
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
