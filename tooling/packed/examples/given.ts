// What the programs of the documentation take for granted: names that a reader fills in. Each page's file gives them.

import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createClient } from "@keyfold/client";

declare global {
  const token: string;
  const url: string;
  const file: string;
  const log: { warn(message: string): void };
  const pool: { setPassword(password: string): void };
  const child: import("node:child_process").ChildProcessWithoutNullStreams;
  const Worker: typeof import("node:worker_threads").Worker;
  const workerData: { snapshot: import("@keyfold/context").ContextSnapshot };
  function test(name: string, run: () => unknown): void;
  function charge(): Promise<void>;
  function main(): Promise<void>;
  function useNow(config: import("@keyfold/config").Config): void;
}

/** What the test gives a page: a running server, and a value that may be printed nowhere. */
export const { SERVER_URL: serverUrl = "", ADMIN_TOKEN: adminToken = "", CANARY: canary = "" } = process.env;

/** Who prepares the server for the programs, and looks at it afterwards. */
export const admin = createClient({ url: serverUrl, token: adminToken });

/** Gives the programs what they take for granted. */
export function give(names: Record<string, unknown>): void {
  Object.assign(globalThis, names);
}

/** Writes the person's configuration file. */
export function configure(toml: string): void {
  const path = join(process.env.HOME ?? "", ".keyfold/config.toml");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, toml, { mode: 0o600 });
}

/** Lets the programs read secrets on the server, as in production. */
export function readOnServer(token: string): void {
  Object.assign(process.env, {
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
    KEYFOLD__CLOUD__URL: serverUrl,
    KEYFOLD__CLOUD__TOKEN: token,
  });
}

/** The latest rows of the server's audit log, the last one first. */
export async function audited(rows: number): Promise<string[]> {
  const events = await admin.auditEvents({ limit: rows });
  return events.map(({ action }) => action);
}

/** The page's program that has these words in it. */
export function programWith(words: string): string {
  return `./${globSync("*.md.*.ts").find((program) => readFileSync(program, "utf8").includes(words))}`;
}
