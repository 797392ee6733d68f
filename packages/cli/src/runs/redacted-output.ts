import { closeAll, openPipes, type RedactedOutput } from "./masked-pipes.ts";

/**
 * Opens outputs for a program whose values are masked: a terminal where there is one, so that the program has colours and can ask, and pipes
 * elsewhere.
 */
export async function openOutput(): Promise<RedactedOutput> {
  if (process.stdout.isTTY || process.stderr.isTTY) {
    const { openTerminal } = await import("./redacted-terminal.ts");
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
