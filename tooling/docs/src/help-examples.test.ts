import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { startServer } from "@tooling/vitest/processes";
import { newReader, type Reader } from "@tooling/vitest/reader";
import { expect, test } from "vitest";
import { write } from "./given.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/cli.md"), "utf8");
const examples = [...page.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = ""]) => line);

/** packages/cli tries completion in each shell, and a broker, which serves until it is told to end. */
const notTyped = /^(?:eval "\$\(keyfold completion |keyfold broker start |keyfold run --broker )/;

/** What the examples take for granted besides a server and its secrets. */
function furnish({ home, install }: Reader, token: string): void {
  const script = (name: string, text: string) =>
    writeFileSync(join(home, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  script("migrate", 'test -n "$DATABASE_URL"');
  script("serve", 'test -s "$CERT"');
  install("curl", 'test "$2" != "authorization: "');
  for (const program of ["app.js", "agent.js"]) writeFileSync(join(home, program), "");
  writeFileSync(join(home, "token.txt"), token);
  writeFileSync(join(home, "key.txt"), canary);
  writeFileSync(join(home, ".env"), "A=b\n");
  for (const folder of ["src", ".config/fish/completions"]) mkdirSync(join(home, folder), { recursive: true });
}

/** What GitHub would sign for a job that the examples' trust means; nobody checks who signed it. */
function jobToken(aud: string): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { repository: "acme/orders", event_name: "push", environment: "production" };
  const iat = Math.floor(Date.now() / 1000);
  const payload = { iss: "https://token.actions.githubusercontent.com", aud, iat, exp: iat + 600, ...claims };
  return `${encode({ alg: "RS256" })}.${encode(payload)}.signature`;
}

test("every example of docs/cli.md does something, typed one after the other", { timeout: 120_000 }, async () => {
  const publicUrl = "https://keyfold.example";
  const { url, adminToken } = await startServer(undefined, [], { env: { KEYFOLD__SERVER__PUBLIC_URL: publicUrl } });
  const admin = createClient({ url, token: adminToken });
  const reader = await newReader({ value: canary });
  const { home, env, type } = reader;
  reader.token = adminToken;
  furnish(reader, adminToken);
  writeFileSync(join(home, "token.jwt"), jobToken(publicUrl));
  Object.assign(env, { KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: adminToken });
  const names = ["stripe key", "database url", "api token", "server certificate"];
  const secrets = names.map((name) => ({ name, value: canary }));
  const { id } = await admin.createToken({ name: "old", role: "editor" });
  const run = await admin.openRun({ ttlSeconds: 3600 });

  expect(examples.length).toBeGreaterThan(30);
  for (const example of examples.filter((line) => !notTyped.test(line))) {
    // Whatever the examples before have removed is there again, in three versions.
    for (let version = 1; version <= 3; version += 1) await admin.setSecrets(secrets);
    if (example.includes("config init")) rmSync(join(home, ".keyfold/config.toml"), { force: true });
    else write(join(home, ".keyfold/config.toml"), '[context.secrets]\nOTHER = "c"\n');
    if (example.includes("secret restore")) await admin.deleteSecret({ name: "stripe key" });
    if (example.includes("logout")) await type(`keyfold login ${url}`);
    const meant = example.includes("run end") ? run.id : id;
    const newest = (await admin.secret("stripe key"))?.version;
    const real = example
      .replace("https://keyfold.example", url)
      .replace(/[0-9a-f-]{36}/, meant)
      .replace("--if-version 3", `--if-version ${newest}`);
    // What asks first needs a terminal.
    if (/(secret rm|token revoke|trust rm) (?!.*--yes)/.test(real)) await expect(type(real)).rejects.toThrow("--yes");
    else await type(real);
  }
});
