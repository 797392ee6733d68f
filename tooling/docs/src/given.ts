import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { openBaoProgram } from "@tooling/vitest/install-services";
import { callOpenBao, type OpenBao } from "@tooling/vitest/openbao";
import { githubPlatform } from "@tooling/vitest/platform";
import { initServer, type RunningServer } from "@tooling/vitest/processes";
import type { Reader } from "@tooling/vitest/reader";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";

/** What a block's environment is made of. */
export interface Environment {
  /** The block's own text. */
  text: string;
  reader: Reader;
  server: RunningServer;
  bao: OpenBao;
}

/** The secrets that are moved, or kept, by what is typed. */
export const secrets = { API_KEY: "two words", DATABASE_URL: canary };

const root = join(import.meta.dirname, "../../..");

const dotenv = `export API_KEY="two words"\nDATABASE_URL='${canary}'\n`;
const prefectToml = `[context.secrets]\nAPI_KEY = "two words"\nDATABASE_URL = ${JSON.stringify(canary)}\n`;
const needsItsToken = 'if (!process.env.KEYFOLD__CLOUD__TOKEN?.startsWith("keyfold_run_")) process.exit(1);\n';

/** What a block takes for granted, by a part of its text. */
export const given: [part: string, prepare: (environment: Environment) => unknown][] = [
  ["app.ts", application],
  ["app.js", ({ reader: { home } }) => write(join(home, "app.js"), needsItsToken)],
  ["my-agent", ({ reader: { install } }) => install("my-agent", 'test "$GH_TOKEN" != "" && test "$HTTPS_PROXY" != ""')],
  ["secret import", loggedIn],
  ["prod/cart", withSecret("prod/cart/db url", canary)],
  ["keyfold token create --name agents", loggedIn],
  ["keyfold audit", loggedIn],
  ["keyfold secret list", withSecret("my secret", 42)],
  ["keyfold secret set", loggedIn],
  ["keyfold run --allow", loggedIn],
  ["import .env", ({ reader: { home } }) => write(join(home, ".env"), dotenv)],
  ["infisical export", infisical],
  ["doppler secrets", doppler],
  ["bao kv get", openBao],
  ["~/.prefect/config.toml", ({ reader: { home } }) => write(join(home, ".prefect/config.toml"), prefectToml)],
  ["keyfold-server backup", filled],
  ["[server]", ({ reader: { home } }) => initServer(join(home, "var/lib/keyfold"))],
  ["audit_stream", ({ reader: { home } }) => mkdirSync(join(home, "var/log/keyfold"), { recursive: true })],
  ["tls_cert", certificate],
  ["client_secret_file", ({ reader: { home } }) => write(join(home, "etc/keyfold/client-secret"), "a client secret\n")],
  ["keyfold trust ", loggedIn],
  ["jwks.json", ({ reader: { home } }) => write(join(home, "jwks.json"), JSON.stringify(githubPlatform().jwks))],
  ["--archive", ({ reader: { home } }) => write(join(home, "backup/audit.jsonl"), "")],
];

/** Writes a file, and makes its folder. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
}

/** The program of the README; its secret is on the server, and on the laptop if the block's comments say so. */
async function application({ text, reader: { home, env }, server }: Environment): Promise<void> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  write(join(home, "app.ts"), /```ts\n(\/\/ app.ts\n.*?)```/s.exec(readme)?.[1] ?? "");
  mkdirSync(join(home, "node_modules/@keyfold"), { recursive: true });
  symlinkSync(join(root, "packages/secret"), join(home, "node_modules/@keyfold/secret"));
  const onTheLaptop = [...text.matchAll(/^# {3}(.*)$/gm)].map(([, line]) => line);
  if (onTheLaptop.length > 0) write(join(home, ".keyfold/config.toml"), onTheLaptop.join("\n"));
  const admin = createClient({ url: server.url, token: server.adminToken });
  await admin.setSecret({ name: "my secret", value: 42 });
  env.RUNNER_TOKEN = (await admin.createToken({ name: "a service", role: "runner" })).token;
}

function loggedIn({ reader, server }: Environment): Promise<string> {
  return reader.type(`keyfold login ${server.url}`);
}

/** Whoever is logged in may do everything; what the block's program reads is there. */
function withSecret(name: string, value: unknown): (environment: Environment) => Promise<void> {
  return async (environment) => {
    await loggedIn(environment);
    const { url, adminToken } = environment.server;
    await createClient({ url, token: adminToken }).setSecret({ name, value });
  };
}

/** Infisical itself can't be had without its cloud. */
function infisical({ reader: { home, install } }: Environment): void {
  const exported = Object.entries(secrets).map(([key, value]) => ({ key, value, type: "shared" }));
  write(join(home, "of-infisical"), JSON.stringify(exported));
  install("infisical", `cat "${join(home, "of-infisical")}"`);
}

/** Doppler itself can't be had without its cloud. */
function doppler({ reader: { home, install } }: Environment): void {
  write(join(home, "of-doppler"), JSON.stringify(secrets));
  install("doppler", `cat "${join(home, "of-doppler")}"`);
}

async function openBao({ reader: { install }, bao }: Environment): Promise<void> {
  await callOpenBao(bao, "POST", "secret/data/app", { data: secrets });
  install("bao", `BAO_ADDR=${bao.url} BAO_TOKEN=${bao.rootToken} exec "${openBaoProgram()}" "$@"`);
}

async function filled({ reader: { home }, server }: Environment): Promise<void> {
  mkdirSync(join(home, "backup"));
  const values = Object.entries(secrets).map(([name, value]) => ({ name, value }));
  await createClient({ url: server.url, token: server.adminToken }).setSecrets(values);
}

async function certificate({ reader: { home } }: Environment): Promise<void> {
  const { cert, key } = await selfSignedCertificate("localhost");
  write(join(home, "etc/keyfold/tls/fullchain.pem"), cert);
  write(join(home, "etc/keyfold/tls/key.pem"), key);
}
