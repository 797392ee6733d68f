import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { bytesUnder, type OutsideProject, outsideProject, packagesUnder } from "@tooling/packed/outside-project";
import { packPackages, type Tarball } from "@tooling/packed/pack-packages";
import { canary } from "@tooling/vitest/canary";
import type { RunningServer } from "@tooling/vitest/keyfold-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nextVersion } from "./next-version.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { startInstalledServer } from "./start-installed-server.ts";

const run = promisify(execFile);
const installMs = 180_000;
const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-consumers-"));
const sizes: string[] = [];
let registry: Registry;
let tarballs: Map<string, Tarball>;
let serverProject: OutsideProject;
let server: RunningServer;

beforeAll(async () => {
  tarballs = packPackages(join(folder, "tarballs"));
  registry = await startRegistry(folder);
  for (const { path } of tarballs.values()) await registry.publish(path);
  serverProject = await project("server", "@keyfold/server");
  note("@keyfold/server", serverProject.installed().length, serverProject.bytes());
  server = await startInstalledServer(serverProject.folder);
}, 2 * installMs);

afterAll(async () => {
  await server?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`\nWhat a project installs:\n${sizes.join("\n")}\n`);
});

/** An empty project that installs packages from the registry. */
async function project(name: string, ...packages: readonly string[]): Promise<OutsideProject> {
  return outsideProject(join(folder, name), packages, registry.npm);
}

/** A line of what is printed at the end. */
function note(packages: string, count: number, bytes: number): void {
  const [packagesText, kilobytes] = [`${count} ${count === 1 ? "package" : "packages"}`, Math.round(bytes / 1024)];
  sizes.push(`  ${packages.padEnd(28)} ${packagesText.padStart(13)} ${String(kilobytes).padStart(8)} KiB`);
}

function namesIn({ installed }: OutsideProject): string[] {
  return installed().map(({ name }) => name);
}

function version(name: string): string {
  return tarballs.get(name)?.version ?? "";
}

async function compileAndRun({ compile, run }: OutsideProject, source: string, env = {}): Promise<unknown> {
  await compile(source);
  return JSON.parse(await run(source, env));
}

const readConfig = `
  import { type Config, ConfigError, loadConfig } from "@keyfold/config";
  type Settings = { server: { port: number } };
  const config: Config<Settings> = loadConfig<Settings>({ files: [], env: { MY__SERVER__PORT: "8080" }, envPrefix: "MY" });
  const port: number = config.get("server.port");
  let code = "";
  try {
    loadConfig({ files: ["not there.toml"] });
  } catch (error) {
    if (error instanceof ConfigError) code = error.code;
  }
  console.log(JSON.stringify({ port, refused: code !== "" }));`;

test("config alone is config and smol-toml", { timeout: installMs }, async () => {
  const outside = await project("config", "@keyfold/config");
  note("@keyfold/config", outside.installed().length, outside.bytes());
  expect(namesIn(outside)).toEqual(["@keyfold/config", "smol-toml"]);
  expect(await compileAndRun(outside, readConfig)).toEqual({ port: 8080, refused: true });
});

test("config and context together need nothing more", { timeout: installMs }, async () => {
  const outside = await project("context", "@keyfold/config", "@keyfold/context");
  note("@keyfold/config and context", outside.installed().length, outside.bytes());
  expect(namesIn(outside)).toEqual(["@keyfold/config", "@keyfold/context", "smol-toml"]);
  const program = `
    import { loadConfig } from "@keyfold/config";
    import { context } from "@keyfold/context";
    const config = loadConfig({ files: [], env: { KEYFOLD__CONTEXT__SECRETS__KEY: "VALUE" } });
    const seen: unknown[] = [];
    context.run({ config }, () => {
      seen.push(context.secrets["key"]);
      context.run({ secrets: { key: "inner" } }, () => seen.push(context.secrets["key"]));
    });
    console.log(JSON.stringify(seen));`;
  expect(await compileAndRun(outside, program)).toEqual(["VALUE", "inner"]);
});

test("secret brings its own layers and the client's one library", { timeout: installMs }, async () => {
  const outside = await project("secret", "@keyfold/secret");
  note("@keyfold/secret", outside.installed().length, outside.bytes());
  expect(namesIn(outside)).toEqual([
    "@graphql-typed-document-node/core",
    "@keyfold/client",
    "@keyfold/config",
    "@keyfold/context",
    "@keyfold/secret",
    "graphql",
    "graphql-request",
    "smol-toml",
  ]);
  const program = `
    import { Secret, withRun } from "@keyfold/secret";
    const value: string = await withRun({ allow: ["KEY"], ttlSeconds: 60 }, () => new Secret<string>("KEY").get());
    console.log(JSON.stringify(value));`;
  expect(await compileAndRun(outside, program, { KEYFOLD__CONTEXT__SECRETS__KEY: "VALUE" })).toBe("VALUE");
});

test("the server can be embedded by its types alone", { timeout: installMs }, async () => {
  const program = `
    import { createServer, initInstance } from "@keyfold/server";
    const dataFolder = "embedded";
    const { team } = await initInstance({ dataFolder });
    const server = await createServer({ dataFolder });
    const { statusCode } = await server.inject({ method: "GET", url: "/readyz" });
    await server.close();
    console.log(JSON.stringify({ team: team.name, statusCode }));`;
  expect(await compileAndRun(serverProject, program)).toEqual({ team: "default", statusCode: 200 });
});

test("the server has its own layer alone, and the command installed globally works with it", {
  timeout: installMs,
}, async () => {
  expect(namesIn(serverProject).filter((name) => /keyfold/.test(name))).toEqual(["@keyfold/config", "@keyfold/server"]);
  expect(namesIn(serverProject)).not.toContain("graphql-request");

  const prefix = join(folder, "global");
  mkdirSync(prefix);
  await registry.npm(folder, "install", "--global", "--prefix", prefix, "keyfold");
  const command = packagesUnder(join(prefix, "lib"));
  note("keyfold, globally", command.length, bytesUnder(prefix));
  expect(command.map(({ name }) => name).filter((name) => /fastify|graphql-jit|sqlite|server/.test(name))).toEqual([]);

  const keyfold = async (token: string, ...args: readonly string[]): Promise<string> => {
    const path = [join(prefix, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter);
    const cloud = { KEYFOLD__CLOUD__URL: server.url, KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false" };
    const env = { PATH: path, HOME: folder, ...cloud, KEYFOLD__CLOUD__TOKEN: token };
    const child = run("keyfold", args, { cwd: folder, env });
    child.child.stdin?.end(canary);
    return (await child).stdout;
  };
  await keyfold(server.adminToken, "secret", "set", "by the command", "--stdin");
  const made = await keyfold(server.adminToken, "token", "create", "--role", "runner", "--name", "nightly", "--json");
  const { token } = JSON.parse(made) as { token: string };
  const compare = `process.exit(process.env.VALUE === ${JSON.stringify(canary)} ? 0 : 1)`;
  await keyfold(token, "run", "--env", "VALUE=by the command", "--", "node", "-e", compare);
  await expect(
    keyfold(token, "run", "--env", "VALUE=by the command", "--", "node", "-e", "process.exit(3)"),
  ).rejects.toMatchObject({ code: 3 });
});

/** Writes by the project's own client, reads by its secret, with what its config says: all neighbours at work. */
function neighbours(name: string): string {
  return `
    import { createClient } from "@keyfold/client";
    import { loadConfig } from "@keyfold/config";
    import { Secret, withRun } from "@keyfold/secret";
    const url: string = loadConfig<{ cloud: { url: string } }>().get("cloud.url");
    const admin = createClient({ url, token: process.env["ADMIN_TOKEN"] ?? "" });
    const { version } = await admin.setSecret({ name: "${name}", value: { port: 5432 } });
    const { token } = await admin.createToken({ name: "${name} " + Date.now(), role: "runner" });
    process.env["KEYFOLD__CLOUD__TOKEN"] = token;
    const value = await withRun({ allow: ["${name}"], ttlSeconds: 60 }, () =>
      new Secret<{ port: number }>("${name}").get(),
    );
    console.log(JSON.stringify({ version, port: value.port }));`;
}

const upgrades = [
  { upgraded: "@keyfold/config", bump: "patch", stays: "@keyfold/client" },
  { upgraded: "@keyfold/client", bump: "minor", stays: "@keyfold/config" },
] as const;

test.each(upgrades)(
  "a $bump of $upgraded is taken alone; $stays stays",
  { timeout: installMs },
  async ({ upgraded, bump, stays }) => {
    const all = ["@keyfold/secret", "@keyfold/client", "@keyfold/config"].map((name) => `${name}@${version(name)}`);
    const outside = await project(`upgrade ${bump}`, ...all);
    const before = new Map(outside.installed().map(({ path, version }) => [path, version]));
    const env = {
      ADMIN_TOKEN: server.adminToken,
      KEYFOLD__CLOUD__URL: server.url,
      KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
    };
    const program = neighbours(`${bump} of ${upgraded}`);
    expect(await compileAndRun(outside, program, env)).toEqual({ version: 1, port: 5432 });

    const next = nextVersion(tarballs.get(upgraded)?.path ?? "", bump, join(folder, `next ${bump}`));
    await registry.publish(next.path);
    await outside.install(`${upgraded}@^${next.version}`);

    const after = new Map(outside.installed().map(({ path, version }) => [path, version]));
    expect(after.get(`node_modules/${upgraded}`)).toBe(next.version);
    expect(after.get(`node_modules/${stays}`)).toBe(version(stays));
    const others = [...before].filter(([path]) => path !== `node_modules/${upgraded}`);
    expect([...after]).toEqual(expect.arrayContaining(others));
    expect(await compileAndRun(outside, program, env)).toEqual({ version: 2, port: 5432 });
  },
);
