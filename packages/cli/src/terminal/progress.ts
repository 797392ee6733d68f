import { printable } from "./printable.ts";

/** One line on a terminal that says what is being done, and is gone in the end; elsewhere nothing is shown. */
export class Progress {
  #shown = false;

  /** Shows what is being done now. */
  step(text: string): void {
    if (!process.stderr.isTTY) return;
    this.#clear();
    process.stderr.write(`${printable(text)} …`);
    this.#shown = true;
  }

  /** Takes the line away. */
  done(): void {
    this.#clear();
    this.#shown = false;
  }

  #clear(): void {
    if (!this.#shown) return;
    process.stderr.cursorTo(0);
    process.stderr.clearLine(1);
  }
}
