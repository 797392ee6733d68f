import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Identity, Role } from "@keyfold/client";
import { configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { formatOrigin } from "@keyfold/common/origin";
import { type Config, loadConfig, userConfigPath } from "@keyfold/config";
import { checkConfig } from "@keyfold/config/check";
import { listNamed } from "../server/choose-login.ts";
import { type ChosenServer, chooseServer, clientOf, noServer, type ServerFlags } from "../server/connect.ts";
import { formatGrant } from "../server/grants.ts";
import { type Identified, identify } from "../server/requests.ts";
import { colour, formatInstant, printable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

interface Finding {
  readonly state: "good" | "bad" | "note";
  readonly text: string;
}

const marks = {
  good: () => colour("green", "✔"),
  bad: () => colour("red", "✘"),
  note: () => "·",
} as const;

/**
 * Shows where a `get` would look, and checks what that needs.
 *
 * @returns what `keyfold` ends with: 1 if something is wrong.
 */
export async function examine({ json, as }: ServerFlags): Promise<number> {
  const problems = checkConfig().filter(({ severity }) => severity !== "note");
  // Nothing more is known of a configuration that can't be loaded.
  const config = problems.some(({ severity }) => severity === "error") ? undefined : loadConfig();
  const get = config ? describeGet(config) : "A get fails: the configuration can't be loaded.";
  const server = config ? await checkServer(config, { as }) : { findings: [] };
  const findings: Finding[] = [
    ...(config ? [{ state: "good", text: "The configuration can be loaded." } as const] : []),
    ...problems.map((problem): Finding => ({ state: "bad", text: formatError(problem) })),
    ...checkMode(join(dirname(userConfigPath()), "logins.json")),
    ...server.findings,
  ];
  const ok = findings.every(({ state }) => state !== "bad");
  const { url = null, by = null, login = null, role = null, identity = null } = server;
  printResult(json, { ok, get, server: url === null ? null : { url, by, login, role, ...identity }, findings }, () =>
    [printable(get), ...findings.map(({ state, text }) => `${marks[state]()} ${printable(text)}`)].join("\n"),
  );
  return ok ? 0 : 1;
}

/** Where a `get` would look now, and why; by the rules of `Secret#get`. */
function describeGet(config: Config): string {
  const { secretsAreLocal, reason, url, token, tokenFile } = configuredServer(config);
  if (secretsAreLocal) return `A get looks in context.secrets alone: ${reason}.`;
  const key = tokenFile === undefined ? "cloud.token" : "cloud.token_file";
  const from = formatOrigin(config.origin(key));
  if (token?.startsWith("keyfold_run_")) {
    return `A get looks in context.secrets, then at ${url}, in the run whose token is in ${key} (${from}): ${reason}.`;
  }
  return (
    `A get looks in context.secrets, then is refused unless it is inside withRun, which asks ${url}: ${reason}, and ` +
    `${token === undefined ? `${key} is empty` : `${key} (${from}) is not a run's`}. keyfold run opens a run.`
  );
}

/** Whether others can read the tokens. */
function checkMode(file: string): Finding[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [];
  return (mode & 0o077) === 0
    ? [{ state: "good", text: `Only you can read ${file}.` }]
    : [{ state: "bad", text: `Others can read the tokens in ${file}. Change that: chmod 600 ${file}` }];
}

/** What is known of the server that commands go to; its fields are absent as far as nothing is. */
interface CheckedServer {
  readonly url?: string;
  readonly by?: "login" | "configuration";
  /** The name of the login. */
  readonly login?: string;
  readonly role?: Role;
  readonly identity?: Identity | undefined;
  readonly findings: readonly Finding[];
}

async function checkServer(config: Config, flags: ServerFlags): Promise<CheckedServer> {
  try {
    const named = listNamed();
    const logins: Finding[] = named === "" ? [] : [{ state: "note", text: `Logins for --as: ${named}.` }];
    const server = await chooseServer(config, flags);
    const none: Finding = { state: "note", text: noServer().message };
    if (server === undefined) return { findings: [...logins, none] };
    const { url, by } = server;
    const chosen: Finding = { state: "note", text: `keyfold's commands go to ${url}, by ${describeChoice(server)}.` };
    const { finding, ...known } = await tryToken(config, server);
    const login = server.named ? { login: server.named.name } : {};
    return { url, by, ...login, ...known, findings: [...logins, chosen, finding] };
  } catch (error) {
    return { findings: [{ state: "bad", text: formatError(error) }] };
  }
}

function describeChoice({ by, named }: ChosenServer): string {
  if (named) return `the login named ${named.name}`;
  return by === "login" ? "the last login" : "the configuration";
}

async function tryToken(config: Config, server: ChosenServer): Promise<Partial<Identified> & { finding: Finding }> {
  try {
    const { role, identity } = await identify(await clientOf(config, server));
    const who = identity ? describeIdentity(identity) : `of the role ${role}`;
    return { role, identity, finding: { state: "good", text: `${server.url} answers; the token is ${who}.` } };
  } catch (error) {
    return { finding: { state: "bad", text: formatError(error) } };
  }
}

function describeIdentity({ team, kind, name, grants, expiresAt }: Identity): string {
  const who = kind === "run" ? "a live run's" : JSON.stringify(name);
  const until = expiresAt ? formatInstant(expiresAt) : "it is revoked";
  return `${who}, of the team ${JSON.stringify(team.name)}, with ${grants.map(formatGrant).join("; ")}, until ${until}`;
}
