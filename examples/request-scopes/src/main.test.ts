import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { startScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

it("gives each of many requests at the same time its own key, and logs none", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, ".keyfold"));
  const tenants = Array.from({ length: 50 }, (_, index) => String(10 + index));
  const lines = tenants.map((tenant) => `"payment key of ${tenant}" = '${canary}${tenant}'`);
  writeFileSync(join(home, ".keyfold/config.toml"), `[context.secrets]\n${lines.join("\n")}\n`, { mode: 0o600 });
  const service = await startScript(join(import.meta.dirname, "main.ts"), /listening on (\S+)/, {
    env: { HOME: home },
  });
  const answers = await Promise.all(tenants.map(async (tenant) => (await fetch(`${service.found}/${tenant}`)).text()));
  answers.forEach((answer, index) => {
    expect(answer).toMatch(new RegExp(`^request-\\d+ charged with the key that ends in ${tenants[index]}$`));
  });
  expect((await fetch(`${service.found}/nobody`)).status).toBe(404);
  expect(service.output()).toMatch(/request-\d+ charging with <secret>/);
});
