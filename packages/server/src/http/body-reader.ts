import type { Readable } from "node:stream";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";

/** A request's body, which counts against the server's memory until it is released. */
export interface Body {
  readonly bytes: Buffer;
  release(): void;
}

/** Bytes of each body that do not count: small requests are served while large ones are refused. */
const freeBytes = 16 * 1024;

/** Receives bodies, each up to a limit and all of them together up to another. */
export class BodyReader {
  readonly #limits: Limits;
  #buffered = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Receives a body. Throws `LIMIT_EXCEEDED` for one that is too long, as soon as that is known; `RATE_LIMITED` if other
   * bodies leave no room for it; `BAD_INPUT` if the client goes away. The rest of a refused body is let go.
   */
  read(stream: Readable, announcedBytes: number): Promise<Body> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let counted = 0;
      const release = (): void => {
        this.#buffered -= counted;
        counted = 0;
      };
      const refuse = (error: ServerError): void => {
        stream.off("data", take).off("end", finish).off("close", abort).off("error", abort);
        // A connection that breaks later must not end the process.
        stream.on("error", () => {}).resume();
        release();
        reject(error);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        const counts = Math.max(0, size - freeBytes);
        this.#buffered += counts - counted;
        counted = counts;
        if (size > this.#limits.bodyBytes) refuse(tooLarge(this.#limits.bodyBytes));
        else if (this.#buffered > this.#limits.bufferedBytes) refuse(noRoom());
        else chunks.push(chunk);
      };
      const finish = (): void => {
        stream.off("close", abort).off("error", abort);
        resolve({ bytes: Buffer.concat(chunks), release });
      };
      const abort = (): void => refuse(brokenOff());
      if (announcedBytes > this.#limits.bodyBytes) return refuse(tooLarge(this.#limits.bodyBytes));
      stream.on("data", take).once("end", finish).once("close", abort).once("error", abort);
    });
  }
}

function tooLarge(most: number): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `The body has more than ${most} bytes.`, "Send less in one request.");
}

function noRoom(): ServerError {
  return new ServerError("RATE_LIMITED", "The server is receiving too much at once.", "Try again in a second.");
}

function brokenOff(): ServerError {
  return new ServerError("BAD_INPUT", "The body broke off.", "Send the whole request.");
}
