import type { Readable } from "node:stream";
import { RateLimited } from "../budgets/rate-limiter.ts";
import { MemoryPool } from "../budgets/reservation.ts";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";

/** A request's body, which counts against the server's memory until it is released. */
export interface Body {
  readonly bytes: Buffer;
  release(): void;
}

/** Receives bodies, each up to a limit and all of them together up to another. */
export class BodyReader {
  readonly #maxBytes: number;
  readonly #pool: MemoryPool;

  constructor({ bodyBytes, bufferedBytes }: Limits) {
    this.#maxBytes = bodyBytes;
    this.#pool = new MemoryPool(bufferedBytes);
  }

  /**
   * Receives a body. The rest of one that is refused is discarded.
   *
   * @throws ServerError `LIMIT_EXCEEDED` for one that is too long, as soon as that is known; `RATE_LIMITED` if other bodies leave
   *   no room for it; `BAD_INPUT` if the client goes away.
   */
  read(stream: Readable, contentLength: number): Promise<Body> {
    return new Promise((resolve, reject) => {
      let bytes: Buffer = Buffer.alloc(0);
      let size = 0;
      const { add, release } = this.#pool.reserve();
      const refuse = (error: ServerError): void => {
        stream.off("data", take).off("end", finish).off("close", abort).off("error", abort);
        // A connection that breaks later must not end the process.
        stream.on("error", () => {}).resume();
        release();
        reject(error);
      };
      const take = (chunk: Buffer): void => {
        const before = size;
        size += chunk.length;
        const hasRoom = add(chunk.length);
        if (size > this.#maxBytes) refuse(tooLarge(this.#maxBytes));
        else if (!hasRoom) refuse(new RateLimited("The server is receiving too much at once."));
        else bytes = appended(bytes, before, chunk);
      };
      const finish = (): void => {
        stream.off("close", abort).off("error", abort);
        resolve({ bytes: bytes.subarray(0, size), release });
      };
      const abort = (): void => refuse(new ServerError("BAD_INPUT", "The body broke off.", "Send the whole request."));
      if (contentLength > this.#maxBytes) return refuse(tooLarge(this.#maxBytes));
      stream.on("data", take).once("end", finish).once("close", abort).once("error", abort);
    });
  }
}

/**
 * The first `size` bytes, and a chunk after them; most bodies are one chunk. Stored as they come, chunks of one byte would
 * take hundreds of times their size.
 */
function appended(bytes: Buffer, size: number, chunk: Buffer): Buffer {
  if (size === 0) return chunk;
  const room = bytes.length >= size + chunk.length ? bytes : Buffer.allocUnsafe(2 * (size + chunk.length));
  if (room !== bytes) bytes.copy(room, 0, 0, size);
  chunk.copy(room, size);
  return room;
}

function tooLarge(maxBytes: number): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `The body has more than ${maxBytes} bytes.`, "Send less in one request.");
}
