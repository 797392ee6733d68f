import { spawnSync } from "node:child_process";
import { write } from "node:fs";
import { ReadStream } from "node:tty";
import { closeAll, openPipes, type RedactedOutput } from "./masked-pipes.ts";
import { MaskedStream } from "./masked-stream.ts";

/**
 * Gives the program a terminal of its own in place of each stream of this process that is one; what it writes there is masked on its way to
 * the real one, and what is typed is passed on as it is.
 *
 * @returns `undefined` where the system has no such terminals.
 */
export async function openTerminal(): Promise<RedactedOutput | undefined> {
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
