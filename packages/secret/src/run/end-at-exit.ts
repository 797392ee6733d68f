import { spawnSync } from "node:child_process";

/** What another process needs to end a run. */
export interface RunToEnd {
  readonly id: string;
  readonly url: string;
  readonly token: string;
}

/** A run that this process opened. */
export interface OpenRun {
  /** The run that is open now, and others of it that may be live yet. */
  readonly toEnd: () => readonly RunToEnd[];
  /** Ends it from this process, while there is time. */
  readonly end: () => Promise<void>;
}

const open = new Set<OpenRun>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ends a run with the process, in whatever way that goes: `process.exit`, an error that nobody caught, a signal that nobody handles, or
 * nothing left to do. (After `kill -9` it expires.)
 *
 * @returns what to call once the run has ended otherwise.
 */
export function endAtExit(run: OpenRun): () => void {
  if (open.size === 0) listen();
  open.add(run);
  return () => {
    if (open.delete(run) && open.size === 0) stopListening();
  };
}

function listen(): void {
  process.on("exit", endNow);
  process.on("beforeExit", endSoon);
  for (const signal of signals) process.on(signal, endAndDie);
}

function stopListening(): void {
  process.off("exit", endNow);
  process.off("beforeExit", endSoon);
  for (const signal of signals) process.off(signal, endAndDie);
}

function endSoon(): void {
  for (const run of open) void run.end();
}

function endAndDie(signal: NodeJS.Signals): void {
  // Whoever else listens decides what the signal means.
  if (process.listenerCount(signal) > 1) return;
  endNow();
  process.kill(process.pid, signal);
}

/** A process that exits can't wait for a request; one that it starts can. The token goes through its standard input. */
function endNow(): void {
  stopListening();
  const runs = [...open].flatMap(({ toEnd }) => toEnd());
  open.clear();
  if (runs.length === 0) return;
  spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    input: JSON.stringify(runs),
    stdio: ["pipe", "ignore", "ignore"],
    timeout: 5000,
    windowsHide: true,
  });
}

// It imports no package: in a bundle there is none beside this file.
const program = `
import { readFileSync } from "node:fs";
const query = "mutation ($input: endRunInput!) { endRun(input: $input) { success } }";
const end = ({ id, url, token }) => {
  const endpoint = new URL(url);
  const path = endpoint.pathname.replace(/\\/+$/, "");
  endpoint.pathname = path.endsWith("/graphql") ? path : path + "/graphql";
  return fetch(endpoint, {
    method: "POST",
    redirect: "error",
    headers: { authorization: "Bearer " + token, "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { input: { id } } }),
    signal: AbortSignal.timeout(4000),
  });
};
await Promise.allSettled(JSON.parse(readFileSync(0, "utf8")).map(end));
`;
