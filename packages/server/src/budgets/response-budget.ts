import { ServerError } from "../server-error.ts";
import { RateLimited } from "./rate-limiter.ts";
import type { Reservation } from "./reservation.ts";

/** What a row of a list is taken to have in memory, and each field of it beyond the first few. */
const bytesPerRow = 256;
const bytesPerField = 16;
const freeFields = 16;

/** What one response may have. */
export interface ResponseLimits {
  /** Bytes of the response as it is sent, and of the values in it. */
  readonly bytes: number;
  /** Rows of all its lists. */
  readonly rows: number;
  /** Fields of its document: each may be in each row. */
  readonly fields: number;
}

/** Adds up what one request's response holds, over all of its fields. */
export class ResponseBudget {
  readonly #limits: ResponseLimits;
  readonly #reservation: Reservation;
  #bytes = 0;
  #rows = 0;
  #reserved = 0;

  /** `reservation`: of what all responses may hold at once. */
  constructor(limits: ResponseLimits, reservation: Reservation) {
    this.#limits = limits;
    this.#reservation = reservation;
  }

  /**
   * Adds bytes that will be sent, best before they are read.
   *
   * @throws ServerError `LIMIT_EXCEEDED` once the response is too large, `RATE_LIMITED` if other responses leave no room.
   */
  addBytes(bytes: number): void {
    const max = this.#limits.bytes;
    this.#bytes += bytes;
    if (this.#bytes > max) throw tooMuch(`The response has more than ${max} bytes.`);
    this.#reserve(bytes);
  }

  /**
   * Adds rows of a list as they are read, with the strings in them.
   *
   * @throws ServerError `LIMIT_EXCEEDED` once the lists are too long together, or too long for so many fields;
   *   `RATE_LIMITED` if other responses leave no room.
   */
  addRows(rows: readonly object[]): void {
    const { rows: max, fields, bytes } = this.#limits;
    this.#rows += rows.length;
    if (this.#rows > max) throw tooMuch(`The lists have more than ${max} rows together.`, inPages);
    const fieldBytes = bytesPerField * Math.max(0, fields - freeFields);
    if (this.#rows * fieldBytes > bytes) throw tooMuch("The lists have too many rows for so many fields.");
    this.#reserve(rows.length * (bytesPerRow + fieldBytes));
    this.addBytes(rows.reduce((sum, row) => sum + bytesOfStrings(row), 0));
  }

  /**
   * Takes the data of the response, as they will be sent.
   *
   * @throws ServerError `LIMIT_EXCEEDED` if it is too large, `RATE_LIMITED` if other responses leave no room.
   */
  addResponse(bytes: number): void {
    const max = this.#limits.bytes;
    if (bytes > max) throw tooMuch(`The response has more than ${max} bytes.`);
    this.#reserve(Math.max(0, bytes - this.#reserved));
  }

  #reserve(bytes: number): void {
    this.#reserved += bytes;
    const max = this.#limits.bytes;
    if (this.#reservation.add(bytes)) return;
    // Whatever others leave, it would be too much.
    if (this.#reserved > max) throw tooMuch(`The response takes more than ${max} bytes of memory.`);
    throw new RateLimited("The server is answering too much at once.");
  }
}

function bytesOfStrings(row: object): number {
  let bytes = 0;
  for (const value of Object.values(row)) if (typeof value === "string") bytes += Buffer.byteLength(value);
  return bytes;
}

const inPages = "Read them in several requests: pages with `limit` and `after`, of the audit log with `before`.";

function tooMuch(message: string, tip = "Ask for less in one request."): ServerError {
  return new ServerError("LIMIT_EXCEEDED", message, tip);
}
