import { ServerError } from "../server-error.ts";

/** Adds up what one request's answer holds, over all of its fields. */
export class AnswerSize {
  readonly #most: { readonly bytes: number; readonly rows: number };
  #bytes = 0;
  #rows = 0;

  /** `bytes`: of all values together; `rows`: of all lists together. */
  constructor(most: { readonly bytes: number; readonly rows: number }) {
    this.#most = most;
  }

  /** Throws `LIMIT_EXCEEDED` once the values are too large together. The size of a text is taken as its length. */
  addValue(value: unknown): void {
    this.#bytes += typeof value === "string" ? value.length : JSON.stringify(value).length;
    if (this.#bytes > this.#most.bytes) throw tooMuch(`The values have more than ${this.#most.bytes} bytes together.`);
  }

  /** Throws `LIMIT_EXCEEDED` once the lists are too long together. */
  addRows(count: number): void {
    this.#rows += count;
    if (this.#rows > this.#most.rows) throw tooMuch(`The lists have more than ${this.#most.rows} rows together.`);
  }
}

function tooMuch(message: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", message, "Ask for less in one request.");
}
