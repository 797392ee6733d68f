import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { installPrefect } from "@tooling/vitest/install-prefect";
import { prefectInstallMs } from "@tooling/vitest/prefect";
import { runKeyfold, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

it("reads its secret from a Keyfold server", { timeout: prefectInstallMs }, async () => {
  const { url, adminToken } = await startServer();
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "my secret", value: canary });
  const { token } = await admin.createToken({ name: "nightly", role: "runner" });
  const python = await installPrefect("1.4.1");
  const { code, stdout } = await runKeyfold(
    ["run", "--prefect", "--allow", "my secret", "--", python, "-W", "ignore", join(import.meta.dirname, "../flow.py")],
    {
      env: {
        HOME: temporaryFolder(),
        PYTHONDONTWRITEBYTECODE: "1",
        KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
        KEYFOLD__CLOUD__URL: url,
        KEYFOLD__CLOUD__TOKEN: token,
      },
    },
  );
  expect(code).toBe(0);
  expect(stdout).toContain(`the secret has ${canary.length} characters`);
  const [read] = await admin.auditEvents({ where: { action: "secret.read" } });
  expect(read).toMatchObject({ subject: "my secret", outcome: "allowed" });
});
