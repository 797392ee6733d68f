import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { redactingStream } from "@keyfold/secret";

/** Without anything new for so long, an output that is still held by a process in the background is taken for complete. */
const quietMs = 100;
const maxWaitMs = 2000;

/** Passes on what is read from a program, with the values masked that this process has read. */
export class MaskedStream {
  readonly #from: Readable;
  readonly #mask = redactingStream();
  readonly #closed: Promise<unknown>;
  readonly #done: Promise<unknown>;
  #bytes = 0;

  constructor(from: Readable, to: NodeJS.WriteStream) {
    this.#from = from;
    // Not by once(): the end of a terminal is an error of it.
    this.#closed = new Promise((resolve) => from.once("close", resolve));
    this.#done = once(this.#mask, "end");
    from.on("data", (bytes: Buffer) => {
      this.#bytes += bytes.length;
    });
    from.pipe(this.#mask).pipe(to, { end: false });
    from.on("error", () => {});
    void this.#closed.then(() => this.#mask.end());
    to.once("error", () => {
      // Whoever read it is gone: the program learns so by its own next write.
      this.#mask.unpipe(to);
      this.#mask.resume();
      from.destroy();
    });
  }

  /** Resolves once all that the program has written is passed on. */
  async finish(): Promise<void> {
    await Promise.race([this.#closed, this.#quiet()]);
    this.#from.destroy();
    this.#mask.end();
    await this.#done;
  }

  async #quiet(): Promise<void> {
    for (let waited = 0; waited < maxWaitMs; ) {
      const before = this.#bytes;
      await delay(quietMs, undefined, { ref: false });
      // A slow reader of this process's own output is waited for.
      if (this.#mask.writableNeedDrain) continue;
      if (this.#bytes === before) return;
      waited += quietMs;
    }
  }
}
