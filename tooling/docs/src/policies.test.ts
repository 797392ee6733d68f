import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { callOpenBao, startOpenBaoInMemory } from "@tooling/vitest/openbao";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import { blocksOf } from "./commands-of-page.ts";

test("the policies that docs/production.md shows let a server keep its values and its master key in OpenBao", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/production.md"), "utf8");
  const policies = blocksOf(page).filter(({ language }) => language === "hcl");
  const policy = policies.map(({ text }) => text).join("");
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
  const { url, adminToken } = await startServer(await initServer(dataFolder, { env }), [], {
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
  await admin.deleteSecret({ name: "my secret", purge: true });
  await expect(listed()).rejects.toThrow("404");
});
