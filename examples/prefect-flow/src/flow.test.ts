import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { installPrefect } from "@tooling/vitest/install-prefect";
import { prefectInstallMs } from "@tooling/vitest/prefect";
import { startServer } from "@tooling/vitest/processes";
import { newReader } from "@tooling/vitest/reader";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "..");

function commandIn(page: string): string {
  return /^keyfold run --prefect .*$/m.exec(readFileSync(join(folder, page), "utf8"))?.[0] ?? "";
}

it("reads its secret from a Keyfold server, by the command that the pages show", {
  timeout: prefectInstallMs,
}, async () => {
  const { url, adminToken } = await startServer();
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "my secret", value: canary });
  const { token } = await admin.createToken({ name: "nightly", role: "runner" });
  const { home, env, install, type } = await newReader();
  copyFileSync(join(folder, "flow.py"), join(home, "flow.py"));
  install("python", `exec "${await installPrefect("1.4.1")}" -W ignore "$@"`);
  Object.assign(env, {
    PYTHONDONTWRITEBYTECODE: "1",
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
    KEYFOLD__CLOUD__URL: url,
    KEYFOLD__CLOUD__TOKEN: token,
  });
  const command = commandIn("../../docs/prefect.md");
  expect(commandIn("README.md")).toBe(command);
  expect(await type(command)).toContain(`the secret has ${canary.length} characters`);
  const [read] = await admin.auditEvents({ where: { action: "secret.read" } });
  expect(read).toMatchObject({ subject: "my secret", outcome: "allowed" });
});
