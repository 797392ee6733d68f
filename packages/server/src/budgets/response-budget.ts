import { ServerError } from "../server-error.ts";
import type { Reservation } from "./reservation.ts";

/** What a row of a list is taken to have in memory. */
const bytesPerRow = 256;

/** Adds up what one request's response holds, over all of its fields. */
export class ResponseBudget {
  readonly #max: { readonly bytes: number; readonly rows: number };
  readonly #reservation: Reservation;
  #bytes = 0;
  #rows = 0;

  /** `bytes`: of all values together; `rows`: of all lists together; `reservation`: of what all responses may hold at once. */
  constructor(max: { readonly bytes: number; readonly rows: number }, reservation: Reservation) {
    this.#max = max;
    this.#reservation = reservation;
  }

  /**
   * Adds a value that will be sent. The size of a string is taken as its length.
   *
   * @throws ServerError `LIMIT_EXCEEDED` once the values are too large together, `RATE_LIMITED` if other responses leave no
   *   room.
   */
  addValue(value: unknown): void {
    const size = typeof value === "string" ? value.length : JSON.stringify(value).length;
    this.#bytes += size;
    if (this.#bytes > this.#max.bytes) throw tooMuch(`The values have more than ${this.#max.bytes} bytes together.`);
    this.#reserve(size);
  }

  /**
   * Adds the rows of a list.
   *
   * @throws ServerError `LIMIT_EXCEEDED` once the lists are too long together, `RATE_LIMITED` if other responses leave no room.
   */
  addRows(count: number): void {
    this.#rows += count;
    if (this.#rows > this.#max.rows) throw tooMuch(`The lists have more than ${this.#max.rows} rows together.`);
    this.#reserve(count * bytesPerRow);
  }

  #reserve(bytes: number): void {
    if (this.#reservation.add(bytes)) return;
    throw new ServerError("RATE_LIMITED", "The server is answering too much at once.", "Try again in a second.");
  }
}

function tooMuch(message: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", message, "Ask for less in one request.");
}
