import type { Masker, Redactor } from "@keyfold/common/redaction/redactor";

/** What follows the first two bytes of a frame, at most. */
const maxHeadBytes = 14;

/**
 * Masks what a host sends by WebSocket (RFC 6455), message by message, whatever the frames in which one comes. A frame is given on in as many
 * as its bytes arrive in.
 */
export class WebSocketMask {
  readonly #redactor: Redactor;
  /** The beginning of a frame's head, until all of it is there. */
  #head: Buffer = Buffer.alloc(0);
  /** Bytes that are left of the frame that has begun. */
  #left = 0;
  #isControl = false;
  #isLast = false;
  #opcode = 0;
  #control: Buffer[] = [];
  #message: Masker | undefined;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /**
   * Takes a chunk, and gives what is ready.
   *
   * @throws Error for what no server may send: compressed or masked frames.
   */
  write(chunk: Buffer): Buffer {
    const ready: Buffer[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const some = rest.subarray(0, this.#left);
        this.#left -= some.length;
        rest = rest.subarray(some.length);
        ready.push(this.#payload(some));
        continue;
      }
      const needed = Math.min(maxHeadBytes - this.#head.length, rest.length);
      const before = this.#head.length;
      this.#head = Buffer.concat([this.#head, rest.subarray(0, needed)]);
      const size = headSize(this.#head);
      if (size === undefined) {
        rest = rest.subarray(needed);
        continue;
      }
      rest = rest.subarray(size - before);
      this.#begin(this.#head.subarray(0, size));
      this.#head = Buffer.alloc(0);
      if (this.#left === 0) ready.push(this.#payload(Buffer.alloc(0)));
    }
    return Buffer.concat(ready);
  }

  #begin(head: Buffer): void {
    const [first = 0, second = 0] = head;
    if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw new Error("The host sent a frame that can't be masked.");
    this.#isLast = (first & 0x80) !== 0;
    this.#isControl = (first & 0x08) !== 0;
    const short = second & 0x7f;
    this.#left = short < 126 ? short : short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2));
    if (!this.#isControl) {
      const opcode = first & 0x0f;
      // One that continues a message of which nothing was given on yet leaves its kind as it is.
      if (opcode !== 0) [this.#opcode, this.#message] = [opcode, this.#redactor.masker()];
    } else {
      this.#control = [Buffer.of(first)];
      if (this.#left > 125) throw new Error("The host sent a control frame that is too long.");
    }
  }

  #payload(some: Buffer): Buffer {
    if (this.#isControl) return this.#controlPayload(some);
    this.#message ??= this.#redactor.masker();
    const ends = this.#left === 0 && this.#isLast;
    const masked = Buffer.concat([this.#message.write(some), ends ? this.#message.end() : Buffer.alloc(0)]);
    if (ends) this.#message = undefined;
    // Nothing to say yet, and no frame to end.
    if (masked.length === 0 && !ends) return masked;
    const first = (ends ? 0x80 : 0) | this.#opcode;
    // What follows continues the message.
    this.#opcode = 0;
    return Buffer.concat([frameHead(first, masked.length), masked]);
  }

  /** A ping, a pong or a close: short, and whole before it is given on. */
  #controlPayload(some: Buffer): Buffer {
    this.#control.push(some);
    if (this.#left > 0) return Buffer.alloc(0);
    const [first = Buffer.of(0), ...parts] = this.#control;
    const masker = this.#redactor.masker();
    const masked = Buffer.concat([masker.write(Buffer.concat(parts)), masker.end()]).subarray(0, 125);
    return Buffer.concat([frameHead(Number(first[0]), masked.length), masked]);
  }
}

function headSize(head: Buffer): number | undefined {
  if (head.length < 2) return undefined;
  const [, second = 0] = head;
  const short = second & 0x7f;
  const size = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  return head.length < size ? undefined : size;
}

function frameHead(first: number, length: number): Buffer {
  if (length < 126) return Buffer.of(first, length);
  if (length < 65_536) return Buffer.of(first, 126, length >> 8, length & 0xff);
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
