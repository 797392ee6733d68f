import "@tooling/real-parts/global-setup";
import { copyFileSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createClient } from "@keyfold/client";
import { openBaoProgram } from "@tooling/real-parts/install-parts";
import { callOpenBao, startOpenBaoInMemory } from "@tooling/real-parts/openbao";
import { emptyDatabase } from "@tooling/real-parts/postgres";
import { canary } from "@tooling/vitest/canary";
import { installPrefect } from "@tooling/vitest/install-prefect";
import { prefectInstallMs } from "@tooling/vitest/prefect";
import { initServer, type RunningServer, startServer } from "@tooling/vitest/processes";
import { newReader, type Reader } from "@tooling/vitest/reader";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { type Block, blocksOf, commandsOf } from "./commands-of-page.ts";

const root = join(import.meta.dirname, "../../..");

/** What is not typed here, and why. */
const notTyped: [command: RegExp, reason: string][] = [
  [/^npx pnpm@12 /, "runs the tests, or is tested in the folder that it is of"],
  [/^npm install --global /, "tooling/release installs the packages from a registry"],
  [/^(useradd|install -d|sudo) /, "needs root"],
  [/^docker /, "needs a container engine"],
  [/^createdb /, "the test makes its databases itself"],
];

/** What a block takes for granted, by a part of its text. Each block is typed in a home of its own. */
const given: [part: string, prepare: (reader: Reader, server: RunningServer) => unknown][] = [
  ["app.ts", application],
  ["app.js", ({ home }) => writeFileSync(join(home, "app.js"), "")],
  ["secret import", ({ type }, { url }) => type(`keyfold login ${url}`)],
  ["run --prefect", ({ type }, { url }) => type(`keyfold login ${url}`)],
  ["import .env", ({ home }) => writeFileSync(join(home, ".env"), dotenv)],
  ["infisical export", ({ install }) => install("infisical", `printf %s '${dotenv}'`)],
  ["bao kv get", openBao],
  ["~/.prefect/config.toml", ({ home }) => write(join(home, ".prefect/config.toml"), prefectToml)],
  ["python flow.py", flow],
  ["keyfold-server backup", ({ home }) => mkdirSync(join(home, "backup"))],
  ["keyfold-server backup", initialized],
  ["--head HASH", initialized],
  ["[server]", initialized],
  ["tls_cert", certificate],
];

const secrets = { API_KEY: "two words", DATABASE_URL: canary };
const dotenv = `DATABASE_URL='${canary}'\nexport API_KEY="two words"\n`;
const prefectToml = `[context.secrets]\n${Object.entries(secrets)
  .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
  .join("")}`;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The program of the README; it finds its secret on the laptop, and on the server. */
async function application({ home, env }: Reader, { url, adminToken }: RunningServer): Promise<void> {
  const [, program = ""] = /```ts\n(\/\/ app.ts\n.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  writeFileSync(join(home, "app.ts"), program);
  symlinkSync(join(import.meta.dirname, "../node_modules"), join(home, "node_modules"));
  write(join(home, ".keyfold/config.toml"), '[context.secrets]\n"my secret" = 42\n');
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "my secret", value: 42 });
  env.RUNNER_TOKEN = (await admin.createToken({ name: "a service", role: "runner" })).token;
}

async function openBao({ install }: Reader): Promise<void> {
  const { url, rootToken } = inject("openBao");
  await callOpenBao({ url, rootToken }, "POST", "secret/data/app", { data: secrets });
  install("bao", `BAO_ADDR=${url} BAO_TOKEN=${rootToken} exec "${openBaoProgram()}" "$@"`);
}

async function flow({ home, env, install }: Reader, { url, adminToken }: RunningServer): Promise<void> {
  await createClient({ url, token: adminToken }).setSecret({ name: "my secret", value: canary });
  copyFileSync(join(root, "examples/prefect-flow/flow.py"), join(home, "flow.py"));
  install("python", `exec "${await installPrefect("1.4.1")}" -W ignore "$@"`);
  env.PYTHONDONTWRITEBYTECODE = "1";
}

async function initialized({ home }: Reader): Promise<void> {
  mkdirSync(join(home, "var/log/keyfold"), { recursive: true });
  await initServer(join(home, "var/lib/keyfold"));
}

function certificate({ home }: Reader): void {
  const { cert, key } = selfSignedCertificate("localhost");
  write(join(home, "etc/keyfold/tls/fullchain.pem"), cert);
  write(join(home, "etc/keyfold/tls/key.pem"), key);
}

/** Puts real places where a page has imaginary ones. */
async function placed(text: string, { home, port }: Reader, { url }: RunningServer): Promise<string> {
  return text
    .replaceAll(/(?<=[ "])\/(?=backup\/|etc\/|var\/)/g, `${home}/`)
    .replaceAll("https://keyfold.example", url)
    .replaceAll("4250", String(port))
    .replaceAll(/keyfold-\d{4}-\d\d-\d\d\.backup/g, "keyfold-$(date +%F).backup")
    .replaceAll("postgres://keyfold:PASSWORD@db.example/keyfold", await emptyDatabase(inject("postgresUrl")));
}

async function typeAll(text: string, reader: Reader): Promise<string> {
  let printed = "";
  for (const command of typedOf(text)) {
    // What one command has printed is what the next is given.
    const [hash = "HASH"] = /\b[0-9a-f]{64}\b/.exec(printed) ?? [];
    printed += await reader.type(command.replace("HASH", hash));
  }
  return printed;
}

async function useSettings(text: string, { home, type }: Reader): Promise<void> {
  const file = join(home, ".keyfold/config.toml");
  write(file, text);
  if (!text.includes("[server]")) await type("keyfold config check");
  else
    expect(await type(`keyfold-server start --config ${file}`)).toMatch(text.includes("tls_cert") ? /https:/ : /http:/);
}

const pages = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root })
  .sort()
  .map((page) => ({ page, blocks: blocksOf(readFileSync(join(root, page), "utf8")).filter(isTyped) }))
  .filter(({ blocks }) => blocks.length > 0);

function isTyped({ language, text }: Block): boolean {
  return language === "toml" || typedOf(text).length > 0;
}

function typedOf(text: string): string[] {
  return commandsOf(text).filter((command) => !notTyped.some(([pattern]) => pattern.test(command)));
}

describe.each(pages)("what $page shows is typed", ({ blocks }) => {
  test.each(blocks)("from line $line", { timeout: prefectInstallMs }, async ({ language, text }) => {
    const server = await startServer();
    const reader = await newReader({ token: server.adminToken, value: canary });
    for (const [part, prepare] of given) if (text.includes(part)) await prepare(reader, server);
    const real = await placed(text, reader, server);
    if (language === "toml") return useSettings(real, reader);

    const printed = await typeAll(real, reader);
    if (text.includes("node app.ts\n\n")) expect(printed).toBe("true\ntrue\n");
    if (text.includes("flow.py")) expect(printed).toContain(`the secret has ${canary.length} characters`);
    if (text.includes("secret import")) {
      const names = await createClient({ url: server.url, token: server.adminToken }).secretNames();
      expect(names).toEqual(Object.keys(secrets));
    }
  });
});

test("the policies that docs/production.md shows let a server keep its values and its master key in OpenBao", async () => {
  const page = readFileSync(join(root, "docs/production.md"), "utf8");
  const policy = [...page.matchAll(/^```hcl\n(.*?)^```$/gms)].map(([, text]) => text).join("");
  const bao = await startOpenBaoInMemory();
  onTestFinished(() => bao.remove());
  await callOpenBao(bao, "POST", "sys/mounts/transit", { type: "transit" });
  await callOpenBao(bao, "POST", "transit/keys/keyfold");
  await callOpenBao(bao, "PUT", "sys/policies/acl/keyfold", { policy });
  const { auth } = await callOpenBao(bao, "POST", "auth/token/create", { policies: ["keyfold"] });
  const env = {
    KEYFOLD__SERVER__VAULT: bao.url,
    KEYFOLD__SERVER__VAULT_TOKEN: (auth as { client_token: string }).client_token,
    KEYFOLD__SERVER__TRANSIT_KEY: "keyfold",
  };
  const dataFolder = join(temporaryFolder(), "data");
  const { url, adminToken } = await startServer({ dataFolder, ...(await initServer(dataFolder, { env })) }, [], {
    env,
  });
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "my secret", value: canary });
  await admin.setSecret({ name: "my secret", value: "newer" });
  await admin.rollbackSecret({ name: "my secret", version: 1 });
  const run = await admin.openRun();
  expect(await createClient({ url, token: run.token }).secretValue("my secret")).toBe(canary);
  const listed = (): Promise<unknown> => callOpenBao(bao, "GET", "secret/metadata/keyfold?list=true");
  await listed();
  await admin.deleteSecret({ name: "my secret" });
  await expect(listed()).rejects.toThrow("404");
});
