import { join } from "node:path";
import { saveLogin } from "@keyfold/client/logins";
import { installPrefect } from "@tooling/vitest/install-prefect";
import { openBaoProgram } from "@tooling/vitest/install-services";
import { type Bench, peerOrMissing } from "../bench.ts";
import { interleave } from "../interleave.ts";
import { nodeProgram, type Program, wallTime } from "../program.ts";
import { type Figure, summarize } from "../report/figure.ts";
import { atMost, peerOf, type Row, row } from "../report/row.ts";
import { type RunningKeyfold, startKeyfold } from "../servers/keyfold.ts";
import { type OpenBaoPeer, startOpenBaoPeer } from "../servers/openbao.ts";
import { secretName, secretValue } from "../servers/secrets.ts";

const main = join(import.meta.dirname, "../../../../packages/cli/dist/main.js");
const nothing = join(import.meta.dirname, "../../programs/nothing.mjs");
const secrets = 10;

/** The rows of the command: whole processes against local servers. */
export async function measureCommand(bench: Bench): Promise<Row[]> {
  const keyfold = await startKeyfold(bench, "command", secrets);
  const bao = await startOpenBaoPeer(bench, secrets);
  const prefect = await peerOrMissing(bench, "it could not be installed from PyPI", async () => ({
    python: await installPrefect("1.4.1"),
  }));
  const { folder } = bench;
  const programs = {
    ours: await keyfoldRun(keyfold, folder),
    version: nodeProgram(main, ["--version"]),
    node: nodeProgram(nothing, []),
    bao: "token" in bao ? baoGet(bao, folder) : undefined,
    prefect: "python" in prefect ? prefectGet(prefect.python, keyfold, folder) : undefined,
  };
  const measurements = Object.entries<Program | undefined>(programs).map(
    ([name, program]) => [name, program && (() => wallTime(program))] as const,
  );
  for (const [, measure] of measurements) measure?.();
  const samples = await interleave<string, number>(Object.fromEntries(measurements), bench.quick ? 10 : 25);
  const figure = (name: keyof typeof programs): Figure | undefined =>
    programs[name] && summarize(samples[name] ?? [], "ms");
  const [what, run, node] = ["keyfold run -- true", figure("ours"), peerOf("bare Node", figure("node"))];
  const baoPeer = peerOf("bao kv get", figure("bao"), "missing" in bao ? bao.missing : undefined);
  const missing = "missing" in prefect ? prefect.missing : undefined;
  return [
    ...row(what, run, baoPeer, atMost(1.3)),
    ...row(what, run, peerOf("Prefect 1.4.1, cold Secret.get()", figure("prefect"), missing), atMost(0.25)),
    ...row(what, run, node, atMost(2)),
    ...row("keyfold --version", figure("version"), node, atMost(1.3)),
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
