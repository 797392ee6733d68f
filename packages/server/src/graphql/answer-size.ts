import { ServerError } from "../server-error.ts";
import type { Share } from "../shared-bytes.ts";

/** What a row of a list is taken to have in memory. */
const bytesPerRow = 256;

/** Adds up what one request's answer holds, over all of its fields. */
export class AnswerSize {
  readonly #most: { readonly bytes: number; readonly rows: number };
  readonly #share: Share;
  #bytes = 0;
  #rows = 0;

  /** `bytes`: of all values together; `rows`: of all lists together; `share`: of what all answers may hold at once. */
  constructor(most: { readonly bytes: number; readonly rows: number }, share: Share) {
    this.#most = most;
    this.#share = share;
  }

  /**
   * Throws `LIMIT_EXCEEDED` once the values are too large together, and `RATE_LIMITED` if other answers leave no room. The
   * size of a text is taken as its length.
   */
  addValue(value: unknown): void {
    const size = typeof value === "string" ? value.length : JSON.stringify(value).length;
    this.#bytes += size;
    if (this.#bytes > this.#most.bytes) throw tooMuch(`The values have more than ${this.#most.bytes} bytes together.`);
    this.#take(size);
  }

  /** Throws `LIMIT_EXCEEDED` once the lists are too long together, and `RATE_LIMITED` if other answers leave no room. */
  addRows(count: number): void {
    this.#rows += count;
    if (this.#rows > this.#most.rows) throw tooMuch(`The lists have more than ${this.#most.rows} rows together.`);
    this.#take(count * bytesPerRow);
  }

  #take(bytes: number): void {
    if (this.#share.add(bytes)) return;
    throw new ServerError("RATE_LIMITED", "The server is answering too much at once.", "Try again in a second.");
  }
}

function tooMuch(message: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", message, "Ask for less in one request.");
}
