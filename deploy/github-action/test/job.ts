import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { record } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { parse } from "yaml";

const action = join(import.meta.dirname, "..");

/** A step of the action, as a runner sees it. */
interface Step {
  readonly code: number | null;
  /** What it printed, but for the masks. */
  readonly log: string;
  /** What it had masked. */
  readonly masks: readonly string[];
}

/** A job with one step of the action, in an environment like that of GitHub's runner. */
export interface Job {
  /** The variables of the steps that follow. */
  variables(): Record<string, string>;
  main(inputs: Record<string, string>): Promise<Step>;
  post(): Promise<Step>;
  /** Where the step's files are. */
  readonly folder: string;
}

/** GitHub's issuer, which signs for one job. */
export interface Issuer {
  readonly jwks: object;
  /** The audiences that tokens were asked for. */
  readonly audiences: string[];
  readonly variables: Record<string, string>;
}

/** Starts an issuer whose tokens have these claims; it ends with the test. */
export async function startIssuer(claims: object): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const audiences: string[] = [];
  const server = createServer(async ({ url, headers }, response) => {
    const audience = new URL(String(url), "http://localhost").searchParams.get("audience") ?? "";
    audiences.push(audience);
    const token = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "1" })
      .setIssuer("https://token.actions.githubusercontent.com")
      .setAudience(audience)
      .setJti(String(audiences.length))
      .setIssuedAt()
      .setExpirationTime("5m");
    const status = headers.authorization === "Bearer of-the-job" ? 200 : 401;
    response.writeHead(status).end(JSON.stringify({ value: await token.sign(privateKey) }));
  });
  const url = `http://127.0.0.1:${await listenHere(server)}/token?api-version=2.0`;
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "RS256" }] },
    audiences,
    variables: { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job" },
  };
}

/** A job that may have its token signed, unless `variables` say otherwise. */
export function newJob(variables: Record<string, string>): Job {
  const folder = temporaryFolder();
  const files = { GITHUB_ENV: join(folder, "env"), GITHUB_STATE: join(folder, "state") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const env = { ...variables, ...files, RUNNER_TEMP: folder, GITHUB_ACTIONS: "true", HOME: folder };
  const { runs, inputs } = parse(readFileSync(join(action, "action.yml"), "utf8"));
  const defaults = Object.entries<{ default?: string }>(inputs).map(([name, input]) => [name, input.default ?? ""]);
  let given: Record<string, string> = {};
  const run = (script: string, more: Record<string, string>): Promise<Step> =>
    runStep(join(action, script), folder, { ...env, ...withPrefix("INPUT_", upper(given)), ...more });
  return {
    folder,
    variables: () => readFile(files.GITHUB_ENV),
    main: (named) => {
      given = { ...Object.fromEntries(defaults), ...named };
      return run(runs.main, {});
    },
    post: () => run(runs.post, withPrefix("STATE_", readFile(files.GITHUB_STATE))),
  };
}

async function runStep(script: string, cwd: string, env: Record<string, string>): Promise<Step> {
  const child = spawn(process.execPath, [script], { cwd, env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  const [code] = await once(child, "close");
  const mask = /^::add-mask::(.*)$/;
  const lines = printed.split("\n");
  const log = lines.filter((line) => !mask.test(line)).join("\n");
  record("github-action", log);
  return { code, log, masks: lines.flatMap((line) => mask.exec(line)?.[1] ?? []).map(asRead) };
}

/** As the runner reads a command's data. */
function asRead(data: string): string {
  return data.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%");
}

/** As the runner reads the files that steps write. */
function readFile(path: string): Record<string, string> {
  const entries = readFileSync(path, "utf8").matchAll(/^(\w+)<<(.+)\n([\s\S]*?)\n\2\n/gm);
  return Object.fromEntries([...entries].map(([, name, , value]) => [name, value]));
}

function upper(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toUpperCase(), value]));
}

function withPrefix(prefix: string, record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}
