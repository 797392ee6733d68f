import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { MaskedStream } from "./masked-stream.ts";
import { makeFolder } from "./secret-files.ts";

/** Where a program writes whose output is masked. */
export interface RedactedOutput {
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

/** One output of a program. */
interface MaskedPipe {
  /** The program's end, a descriptor. */
  readonly end: number;
  readonly masked: MaskedStream;
}

/** Pipes whose output goes to these streams. Not the sockets that Node calls pipes: none can be opened as /dev/stdout. */
export function openPipes(to: readonly NodeJS.WriteStream[]): MaskedPipe[] {
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
export function closeAll(descriptors: readonly number[]): void {
  for (const descriptor of descriptors) closeSync(descriptor);
}
