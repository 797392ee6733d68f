import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { runScript, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "main.ts");
const printed = [1, 2, 3].map((number) => `invoice ${number} sent with a password of ${canary.length} characters`);

it("opens a run for each batch and ends it, also when a job throws", async () => {
  const { url, adminToken } = await startServer();
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "mail password", value: canary });
  const { token } = await admin.createToken({ name: "worker", role: "runner" });
  const { code, stdout, stderr } = await runScript(main, [], {
    env: { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.trim().split("\n")).toEqual([...printed, "batch 2 failed: the job is broken"]);
  const runs = await admin.runs();
  expect(runs.map(({ label, live, allow }) => [label, live, allow])).toEqual([
    ["batch 2", false, ["mail password"]],
    ["batch 1", false, ["mail password"]],
  ]);
});

it("needs no server where secrets are local", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, ".keyfold"));
  const toml = `[context.secrets]\n"mail password" = '${canary.replace("$", "\\$")}'\n`;
  writeFileSync(join(home, ".keyfold/config.toml"), toml, { mode: 0o600 });
  const { stdout } = await runScript(main, [], { env: { HOME: home } });
  expect(stdout.trim().split("\n")).toEqual([...printed, "batch 2 failed: the job is broken"]);
});
