import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { redactingStream } from "@keyfold/secret";

/** Passes on what a child prints with the values masked that this process has read. */
export function maskOutput({ stdout, stderr }: ChildProcess): void {
  mask(stdout, process.stdout);
  mask(stderr, process.stderr);
}

function mask(from: Readable | null, to: NodeJS.WriteStream): void {
  from?.pipe(redactingStream()).pipe(to, { end: false });
  // Whoever read it is gone: the program learns so by its own next write.
  to.once("error", () => from?.destroy());
}
