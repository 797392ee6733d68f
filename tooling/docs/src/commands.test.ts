import "@tooling/vitest/services";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { initServer, startServer } from "@tooling/vitest/processes";
import { newReader, type Reader } from "@tooling/vitest/reader";
import { describe, expect, inject, test } from "vitest";
import { blocksOf, commandsOf } from "./commands-of-page.ts";
import { type Environment, given, secrets, write } from "./given.ts";

const root = join(import.meta.dirname, "../../..");

/** Commands that are not typed here, and why. */
const notTyped: [command: RegExp, reason: string][] = [
  [/^npx --yes pnpm@12 /, "the tests themselves, and what examples/seed-page, tooling/bench and tooling/release test"],
  [/^keyfold run --prefect /, "examples/prefect-flow types it"],
  [/^keyfold (broker start|run --broker) /, "packages/cli types them; the first serves until it is told to end"],
  [/^npm install --global /, "tooling/release installs the packages from a registry"],
  [/^(useradd|install -d|sudo) /, "needs root"],
  [/^(kubectl|helm) /, "needs a cluster"],
  [/^docker /, "needs a container engine"],
  [/^createdb /, "PostgreSQL's own client is not there, and the test makes its databases itself"],
];

/** Blocks that are neither commands nor settings, and where they are tried or why they aren't. */
const notHere: Record<string, string> = {
  ts: "tooling/packed compiles and runs them",
  graphql: "packages/server sends such operations",
  hcl: "policies.test.ts gives them to OpenBao",
  yaml: "needs the platform that it is for",
  dockerfile: "needs a container engine",
  "": "the commands' help, which packages/cli compares",
};

/** What the pages say that commands print. */
const prints: [command: RegExp, printed: RegExp][] = [
  [/keyfold-server init /, /keyfold_team_\S{40}/],
  [/^keyfold-server start --data /, /^listening on http:\/\/127\.0\.0\.1:\d+$/],
  [/^keyfold-server audit verify /, /\b[0-9a-f]{64}\b/],
  [/^keyfold-server restore /, /audit rows that were checked/],
  [/^keyfold secret list$/, /^my secret /m],
  [/^keyfold (token|team) create /, /keyfold_team_\S{40}/],
  [/^keyfold trust create /, /^The trust (deploy|orders) is there/],
  [/^keyfold whoami$/, /^team {4}shop\n/m],
  [/^keyfold access "prod\/cart\/db url"$/, /runner:\*$/m],
  [/^keyfold secret import .* --dry-run$/, /API_KEY.*DATABASE_URL/s],
  [/node app\.ts$/, /^true\n$/],
];

/** examples/getting-started types this page from its beginning to its end. */
const typedAsAWhole = "docs/getting-started.md";

const blocks = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root })
  .filter((page) => page !== typedAsAWhole)
  .sort()
  .flatMap((page) => blocksOf(readFileSync(join(root, page), "utf8")).map((block) => ({ page, ...block })));
const commands = blocks.flatMap(({ language, text }) => (language === "sh" ? commandsOf(text) : []));

function isTyped(command: string): boolean {
  return !notTyped.some(([pattern]) => pattern.test(command));
}

/** Puts real places where a page has imaginary ones. */
async function filledIn(text: string, { home, port }: Reader, url: string): Promise<string> {
  return (
    text
      .replaceAll(/(?<=[ "])\/(?=backup\/|etc\/|var\/)/g, `${home}/`)
      .replaceAll("https://keyfold.example", url)
      // Without a block's own server it is the one that is there.
      .replaceAll("http://127.0.0.1:4250", text.includes("keyfold-server") ? `http://127.0.0.1:${port}` : url)
      .replaceAll("4250", String(port))
      .replaceAll(/keyfold-\d{4}-\d\d-\d\d\.backup/g, "keyfold-$(date +%F).backup")
      .replaceAll("postgres://keyfold:PASSWORD@db.example/keyfold", await emptyDatabase(inject("postgresUrl")))
  );
}

async function typeAll(text: string, { type }: Reader): Promise<void> {
  let hash = "HASH";
  for (const command of commandsOf(text).filter(isTyped)) {
    // The head that one command has printed is what the next is given.
    const confirmed = command.replace(/^keyfold trust rm \S+$/, "$& --yes");
    const printed = await type(confirmed.replace("HASH", hash));
    [hash] = /\b[0-9a-f]{64}\b/.exec(printed) ?? [hash];
    for (const [pattern, said] of prints) if (pattern.test(command)) expect(printed, command).toMatch(said);
  }
}

/** Writes a block of TOML into the file that its first line names, and has the command read it. */
async function useSettings(text: string, { home, port, type }: Reader): Promise<void> {
  const file = /^# .*?(\/\S+\.toml)$/m.exec(text)?.[1] ?? join(home, ".keyfold/config.toml");
  write(file, text);
  if (!text.includes("[server]")) return void (await type("keyfold config check"));
  const printed = await type(`keyfold-server start --config ${file}`);
  expect(printed).toMatch(`listening on ${text.includes("tls_cert") ? "https" : "http"}://127.0.0.1:${port}`);
}

/** What must have come of a block: what was moved or restored can be read, and what was read is on record. */
async function checkOutcome({ text, reader: { home, type }, server: { url, adminToken } }: Environment): Promise<void> {
  if (text.includes("secret import")) expect(await valuesOn(url, adminToken)).toEqual(secrets);
  if (text.includes("$RUNNER_TOKEN")) {
    const reads = await createClient({ url, token: adminToken }).auditEvents({ where: { action: "secret.read" } });
    expect(reads.map(({ subject }) => subject)).toEqual(["my secret"]);
  }
  if (!text.includes("keyfold-server restore")) return;
  const restored = await type(`keyfold-server start --data ${home}/var/lib/restored`);
  expect(await valuesOn(restored.replace("listening on ", ""), adminToken)).toEqual(secrets);
}

async function valuesOn(url: string, adminToken: string): Promise<Record<string, unknown>> {
  const admin = createClient({ url, token: adminToken });
  const { token } = await admin.openRun();
  const answers = await createClient({ url, token }).secretValues(await admin.secretNames());
  return Object.fromEntries(answers.map((answer) => [answer.name, answer.value]));
}

describe("what the pages show is typed", () => {
  const typed = blocks.filter(
    ({ language, text }) => language === "toml" || (language === "sh" && commandsOf(text).some(isTyped)),
  );

  test.each(typed)("$page:$line", async ({ language, text }) => {
    const reader = await newReader({ value: text.includes("--json") ? "42" : canary });
    // A block that starts a server of its own does so in the pages' folder.
    const folder = /keyfold-server start|\[server\]/.test(text) ? "another" : "var/lib/keyfold";
    const dataFolder = join(reader.home, folder);
    // What trusts demand of signed tokens.
    const env = { KEYFOLD__SERVER__PUBLIC_URL: "https://keyfold.example" };
    const server = await startServer(await initServer(dataFolder), [], text.includes("keyfold trust ") ? { env } : {});
    reader.token = server.adminToken;
    const environment = { text, reader, server, bao: inject("openBao") };
    for (const [part, prepare] of given) if (text.includes(part)) await prepare(environment);
    const real = await filledIn(text, reader, server.url);
    if (language === "toml") return useSettings(real, reader);
    await typeAll(real, reader);
    await checkOutcome(environment);
  });

  test("or it is said why not, and nothing is said of what is gone", () => {
    const languages = new Set(blocks.map(({ language }) => language));
    expect([...languages].sort()).toEqual(["sh", "toml", ...Object.keys(notHere)].sort());
    for (const [pattern] of [...notTyped, ...prints])
      expect(
        commands.filter((command) => pattern.test(command)),
        String(pattern),
      ).not.toEqual([]);
    for (const [part] of given)
      expect(
        blocks.filter(({ text }) => text.includes(part)),
        part,
      ).not.toEqual([]);
  });
});
