import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { runKeyfold, startServer } from "@tooling/vitest/processes";
import { expect, it } from "vitest";

it("reads its secrets in the run that keyfold opened, and the run ends with it", async () => {
  const { url, adminToken } = await startServer();
  const admin = createClient({ url, token: adminToken });
  await admin.setSecret({ name: "report key", value: canary });
  await admin.setSecret({ name: "database url", value: `postgres://app:${encodeURIComponent(canary)}@db.example/app` });
  const { token } = await admin.createToken({ name: "nightly", role: "runner" });
  const { code, stdout, stderr } = await runKeyfold(
    [
      "run",
      "--allow",
      "report key",
      "--env",
      "DATABASE_URL=database url",
      "--",
      process.execPath,
      join(import.meta.dirname, "main.ts"),
    ],
    { env: { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: token } },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`report signed with a key of ${canary.length} characters, from db.example\n`);
  const [run] = await admin.runs();
  expect(run).toMatchObject({ live: false, allow: expect.arrayContaining(["report key", "database url"]) });
});
