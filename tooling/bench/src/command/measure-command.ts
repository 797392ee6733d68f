import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { saveLogin } from "@keyfold/client/logins";
import { installPrefect } from "@tooling/vitest/install-prefect";
import { openBaoProgram } from "@tooling/vitest/install-services";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { nodeProgram, type Program, wallTime } from "../processes/program.ts";
import { atMost, type Goal, type Peer, type Row } from "../report/row.ts";
import { secretName, secretValue } from "../server/secrets.ts";
import { type RunningKeyfold, startKeyfold } from "../server/start-keyfold.ts";
import { type OpenBaoPeer, startOpenBaoPeer } from "../server/start-openbao-peer.ts";

const main = join(import.meta.dirname, "../../../../packages/cli/dist/main.js");
const nothing = join(import.meta.dirname, "../../programs/nothing.mjs");
const secrets = 10;

/** The rows of the command: whole processes against local servers. */
export async function measureCommand(bench: Bench): Promise<Row[]> {
  const { quick, print } = bench;
  await using stack = bench.running.use(new AsyncDisposableStack());
  print("Starting the servers for the commands, and Prefect");
  const folder = join(bench.folder, "command");
  mkdirSync(folder);
  const keyfold = await startKeyfold(stack, folder, secrets);
  const bao = await startOpenBaoPeer(stack, secrets, print);
  const prefect = await prefectPython(print);

  print("Commands");
  const programs: Record<string, Program> = {
    ours: await keyfoldRun(keyfold, folder),
    version: nodeProgram(main, ["--version"]),
    "bare Node": nodeProgram(nothing, []),
    ...("token" in bao && { "bao kv get": baoGet(bao, folder) }),
    ...("python" in prefect && { prefect: prefectGet(prefect.python, keyfold, folder) }),
  };
  const measurements = Object.entries(programs).map(([name, program]) => [name, () => wallTime(program)] as const);
  for (const [, measure] of measurements) measure();
  const samples = await interleave<string, number>(Object.fromEntries(measurements), quick ? 10 : 25);
  const peer = (name: string, taken: string, missing: string | undefined): Peer =>
    missing === undefined ? { name, figure: summarize(samples[taken] ?? [], "ms") } : { name, missing };
  const row = (than: Peer, goal?: Goal): Row => ({
    group: "command",
    what: "keyfold run -- true",
    ours: summarize(samples.ours ?? [], "ms"),
    peer: than,
    ...(goal && { goal }),
  });
  return [
    row(peer("bao kv get", "bao kv get", "missing" in bao ? bao.missing : undefined), atMost(1.3)),
    row(
      peer("Prefect 1.4.1, cold Secret.get()", "prefect", "missing" in prefect ? prefect.missing : undefined),
      atMost(0.25),
    ),
    row(peer("bare Node", "bare Node", undefined), atMost(2)),
    {
      ...row(peer("bare Node", "bare Node", undefined), atMost(1.3)),
      what: "keyfold --version",
      ours: summarize(samples.version ?? [], "ms"),
    },
  ];
}

/** With the token of a login, as a person's command has it. */
async function keyfoldRun({ url, admin }: RunningKeyfold, folder: string): Promise<Program> {
  const { token } = await admin.createToken({ name: "the benchmark's runner", role: "runner" });
  const env = { HOME: folder };
  saveLogin(url, token, env);
  return nodeProgram(main, ["run", "--", "true"], { env, cwd: folder });
}

function baoGet({ url, token }: OpenBaoPeer, folder: string): Program {
  const env = { HOME: folder, BAO_ADDR: url, BAO_TOKEN: token };
  return { command: openBaoProgram(), args: ["kv", "get", `secret/${secretName(0)}`], env, cwd: folder };
}

function prefectGet(python: string, { url, runToken }: RunningKeyfold, folder: string): Program {
  const get = `from prefect.client import Secret; assert Secret("${secretName(0)}").get() == "${secretValue(0)}"`;
  const env = {
    HOME: folder,
    PYTHONWARNINGS: "ignore",
    PREFECT__BACKEND: "cloud",
    PREFECT__CLOUD__API: `${url}/graphql`,
    PREFECT__CLOUD__API_KEY: runToken,
    PREFECT__CLOUD__USE_LOCAL_SECRETS: "false",
  };
  return { command: python, args: ["-c", get], env, cwd: folder };
}

async function prefectPython(print: Bench["print"]): Promise<{ python: string } | { missing: string }> {
  try {
    return { python: await installPrefect("1.4.1") };
  } catch (error) {
    print(String(error));
    return { missing: "it could not be installed from PyPI" };
  }
}
