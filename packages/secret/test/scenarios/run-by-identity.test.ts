import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { actions, githubPlatform } from "@tooling/vitest/platform";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test, vi } from "vitest";
import { Secret, withRun } from "../../src/index.ts";
import { configure } from "../../src/test/configure.ts";

const claims = { repository: "acme/orders", event_name: "push", environment: "production" };

test("withRun opens its run, and each that takes its place, with a signed token of its own", async () => {
  const env = { KEYFOLD__SERVER__LIMITS__RUN_LIFETIME_SECONDS: "2" };
  const { url, adminToken } = await startServer(await initServer(join(temporaryFolder(), "data")), [], { env });
  const [admin, platform] = [createClient({ url, token: adminToken }), githubPlatform()];
  await admin.setSecret({ name: "prod/orders/db", value: canary });
  await admin.createTrust({
    ...{ name: "deploy", for: "runs", issuer: platform.issuer, audience: url, claims, jwks: platform.jwks },
    grants: [{ role: "runner", names: ["prod/orders/*"] }],
  });
  const server = { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url };
  const secret = new Secret("db");

  const job = await actions((aud) => platform.token({ ...claims, aud }));
  configure("", { ...server, ...job.variables });
  await withRun({ allow: ["db"], folder: "prod/orders", ttlSeconds: 1 }, async () => {
    expect(await secret.get()).toBe(canary);
    await vi.waitFor(async () => expect((await admin.runs()).length).toBeGreaterThan(1), 20_000);
    expect(await secret.get()).toBe(canary);
  });
  const runs = await admin.runs();
  expect(new Set(runs.map(({ openedBy }) => openedBy))).toEqual(new Set(["github:acme/orders@production"]));
  // The server takes each of them once.
  expect(new Set(job.asked)).toEqual(new Set([url]));

  const file = join(temporaryFolder(), "token");
  configure("", { ...server, KEYFOLD__CLOUD__IDENTITY: `file:${file}` });
  for (const _time of [1, 2]) {
    writeFileSync(file, platform.token({ ...claims, aud: url }));
    expect(await withRun({ folder: "prod/orders", ttlSeconds: 2 }, () => secret.get())).toBe(canary);
  }
  const refused = withRun({ ttlSeconds: 2 }, () => secret.get());
  await expect(refused).rejects.toMatchObject({ code: "UNAUTHENTICATED", message: expect.not.stringContaining("eyJ") });
});
