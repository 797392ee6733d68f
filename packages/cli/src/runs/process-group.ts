import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A program and what it has started, as far as that has not left its group. */
export interface ProcessGroup {
  /** Sends a signal to each of them; 0 only looks. @returns whether there was any. */
  send(signal: NodeJS.Signals | 0): boolean;
  /** What `kill` takes for them. */
  readonly target: number;
}

/** The group of a program that leads one of its own. */
export function ownGroup(leader: number): ProcessGroup {
  return { target: -leader, send: (signal) => kill(-leader, signal) };
}

/**
 * The program's part of this process's own group, which a terminal needs it to be in: those that came after it and descend from no older
 * process of the group, as another part of a pipeline is one.
 */
export function sharedGroup({ pid = 0 }: ChildProcess): ProcessGroup {
  const started = readStat(pid)?.started ?? Number.POSITIVE_INFINITY;
  return {
    target: pid,
    send(signal) {
      const members = [...new Set([pid, ...membersSince(started)])];
      return members.filter((member) => kill(member, signal)).length > 0;
    },
  };
}

/** How long processes that the program left behind have to end by themselves. */
const graceMs = 2000;
const pauseMs = 20;

/** Ends what a program that has ended left behind. */
export async function endLeftovers(group: ProcessGroup): Promise<void> {
  if (!group.send("SIGTERM")) return;
  for (let waited = 0; waited < graceMs && group.send(0); waited += pauseMs) await delay(pauseMs);
  group.send("SIGKILL");
}

/**
 * Ends a group when this process is killed, which can't do it then: a shell that waits for its own standard input to end does.
 *
 * @returns what releases it.
 */
export function endWhenKilled({ target }: ProcessGroup): () => void {
  const script = 'read -r _ && exit; kill -s TERM -- "$1"; sleep 2; kill -s KILL -- "$1"';
  const shell = helperShell(script, [String(target)], ["pipe", "ignore", "ignore"]);
  return () => shell.stdin?.end("\n");
}

function kill(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** In ticks since the system started. */
  readonly started: number;
}

/** What Linux knows of a process; `undefined` for one that has ended, and on other systems. */
function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it may hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return { pid, parent: Number(fields[1]), group: Number(fields[2]), started: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

function membersSince(started: number): number[] {
  const own = readStat(process.pid);
  if (own === undefined) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const group = pids.map((name) => readStat(Number(name))).filter((stat) => stat?.group === own.group);
  const byPid = new Map(group.map((stat) => [stat?.pid, stat]));
  const isOfProgram = (stat: Stat): boolean => {
    if (stat.started < started) return false;
    const parent = byPid.get(stat.parent);
    return parent === undefined || parent.pid === own.pid || isOfProgram(parent);
  };
  return group
    .filter((stat) => stat !== undefined)
    .filter((stat) => isOfProgram(stat))
    .map(({ pid }) => pid);
}

/** A shell beside the program, which has nothing of the environment and doesn't keep this process alive. */
export function helperShell(
  script: string,
  args: readonly string[],
  stdio: StdioOptions,
  detached = true,
): ChildProcess {
  const shell = spawn("/bin/sh", ["-c", script, "keyfold", ...args], {
    detached,
    stdio,
    env: { PATH: "/usr/bin:/bin" },
  });
  shell.on("error", () => {});
  for (const stream of [shell.stdin, shell.stdout]) {
    stream?.on("error", () => {});
    (stream as unknown as { unref(): void } | null)?.unref();
  }
  shell.unref();
  return shell;
}
