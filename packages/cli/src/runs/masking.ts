import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, rmSync, write } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ReadStream } from "node:tty";
import { redactingStream } from "@keyfold/secret";
import { makeFolder } from "./secret-files.ts";

/** Where a program writes whose output is masked. */
interface RedactedOutput {
  /** What the program gets as its standard input and outputs. */
  readonly stdio: (number | "inherit")[];
  /** Whether the program gets a terminal of its own. */
  readonly isTerminal: boolean;
  /** The words that start a command so that it can use that. */
  wrap(words: readonly string[]): readonly string[];
  /** Leaves the program's ends to the program. */
  started(): void;
  /** Passes on what has been written, although others may hold the outputs still. */
  finish(): Promise<void>;
}

/**
 * Opens outputs for a program whose values are masked: a terminal where there is one, so that the program has colours and can ask, and pipes
 * elsewhere.
 */
export async function openOutput(): Promise<RedactedOutput> {
  if (process.stdout.isTTY || process.stderr.isTTY) {
    const terminal = await openTerminal();
    if (terminal) return terminal;
  }
  const outputs = openPipes([process.stdout, process.stderr]);
  return {
    stdio: ["inherit", ...outputs.map(({ end }) => end)],
    isTerminal: false,
    wrap: (words) => words,
    started: () => closeAll(outputs.map(({ end }) => end)),
    finish: async () => {
      await Promise.all(outputs.map(({ masked }) => masked.finish()));
    },
  };
}

/**
 * Gives the program a terminal of its own in place of each stream of this process that is one; what it writes there is masked on its way to
 * the real one, and what is typed is passed on as it is.
 *
 * @returns `undefined` where the system has no such terminals.
 */
async function openTerminal(): Promise<RedactedOutput | undefined> {
  const zigpty = await import("zigpty").catch(() => undefined);
  if (!zigpty?.hasNative) return undefined;
  const { stdin, stdout, stderr } = process;
  const screen = stdout.isTTY ? stdout : stderr;
  const { master, slave } = zigpty.open({ cols: screen.columns, rows: screen.rows });
  const others = openPipes([stdout, stderr].filter(({ isTTY }) => !isTTY));
  const ends = others.map(({ end }) => end);
  const [end] = ends;
  const real = stdin.isTTY ? 0 : screen.fd;
  const before = stty(real, "-g");
  stty(slave, before);
  // The program's terminal does from now on what the real one did: line breaks, echo, Ctrl-C.
  stty(real, ...(stdin.isTTY ? ["raw", "-echo"] : ["-opost"]));
  const restore = (): void => void stty(real, before);
  process.once("exit", restore);
  const masked = new MaskedStream(new ReadStream(master), screen);
  const resize = (): void => void stty(master, "rows", String(screen.rows), "cols", String(screen.columns));
  screen.on("resize", resize);
  if (stdin.isTTY) passTyping(master);
  return {
    stdio: [
      stdin.isTTY ? slave : "inherit",
      stdout.isTTY ? slave : Number(end),
      stderr.isTTY ? slave : Number(end),
      slave,
    ],
    isTerminal: true,
    wrap: (words) => ["/bin/sh", "-c", takeTerminal, "keyfold", ...words],
    started: () => closeAll([slave, ...ends]),
    async finish() {
      screen.off("resize", resize);
      await Promise.all([masked, ...others.map((each) => each.masked)].map((each) => each.finish()));
      if (stdin.isTTY) stdin.destroy();
      process.off("exit", restore);
      restore();
    },
  };
}

/** The first terminal that the leader of a session opens is that session's, which Ctrl-C and /dev/tty need. */
const takeTerminal = ': <"$(tty <&3)"; exec 3>&-; exec "$@"';

/** @returns what `stty` prints. */
function stty(terminal: number, ...args: readonly string[]): string {
  return spawnSync("stty", args, { stdio: [terminal, "pipe", "ignore"], encoding: "utf8" }).stdout.trim();
}

const pauseMs = 10;

function passTyping(master: number): void {
  const { stdin } = process;
  const pass = (bytes: Uint8Array): void => {
    write(master, bytes, (error, written) => {
      if (error && error.code !== "EAGAIN") return;
      const rest = bytes.subarray(error ? 0 : written);
      if (rest.length === 0) stdin.resume();
      else setTimeout(pass, pauseMs, rest);
    });
  };
  stdin.on("data", (bytes: Buffer) => {
    stdin.pause();
    pass(bytes);
  });
}

/** One output of a program. */
interface MaskedPipe {
  /** The program's end, a descriptor. */
  readonly end: number;
  readonly masked: MaskedStream;
}

/** Pipes whose output goes to these streams. Not the sockets that Node calls pipes: none can be opened as /dev/stdout. */
function openPipes(to: readonly NodeJS.WriteStream[]): MaskedPipe[] {
  const folder = makeFolder();
  try {
    const paths = to.map((_, at) => join(folder, String(at)));
    if (paths.length > 0) spawnSync("mkfifo", ["-m", "600", ...paths]);
    return to.map((stream, at) => {
      const path = String(paths[at]);
      const from = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const end = openSync(path, constants.O_WRONLY);
      return { end, masked: new MaskedStream(new Socket({ fd: from, readable: true, writable: false }), stream) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Closes descriptors. */
function closeAll(descriptors: readonly number[]): void {
  for (const descriptor of descriptors) closeSync(descriptor);
}

/** Without anything new for so long, an output that is still held by a process in the background is taken for complete. */
const quietMs = 100;
const maxWaitMs = 2000;

/** Passes on what is read from a program, with the values masked that this process has read. */
class MaskedStream {
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
      // The reader is gone: the program finds out by its own next write.
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
