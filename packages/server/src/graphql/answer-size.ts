import { ServerError } from "../server-error.ts";

/** Adds up the values of one request's answer, over all of its fields. */
export class AnswerSize {
  readonly #most: number;
  #bytes = 0;

  /** `most`: bytes that the values may have together. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Throws `LIMIT_EXCEEDED` once the values are too large together. The size of a text is taken as its length. */
  add(value: unknown): void {
    this.#bytes += typeof value === "string" ? value.length : JSON.stringify(value).length;
    if (this.#bytes <= this.#most) return;
    throw new ServerError(
      "LIMIT_EXCEEDED",
      `The values have more than ${this.#most} bytes together.`,
      "Read them in several requests.",
    );
  }
}
