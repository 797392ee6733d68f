import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { initServer, startScript, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it, vi } from "vitest";

const main = join(import.meta.dirname, "main.ts");
const signed = `signed with a key of ${canary.length} characters\n`;

it("answers again after an outage of twice its run's lifetime, and ends its run with itself", async () => {
  const data = await initServer(join(temporaryFolder(), "data"));
  const keyfold = await startServer(data);
  const admin = createClient({ url: keyfold.url, token: data.adminToken });
  await admin.setSecret({ name: "signing key", value: canary });
  const { token } = await admin.createToken({ name: "service", role: "runner" });
  const env = { PORT: "0", TTL_SECONDS: "1", KEYFOLD__CLOUD__URL: keyfold.url, KEYFOLD__CLOUD__TOKEN: token };
  const service = await startScript(main, /listening on (\S+)/, { env });
  const answers: string[] = [];
  const ask = async (): Promise<void> => void answers.push(await (await fetch(service.found)).text());
  await ask();
  expect(answers).toEqual([signed]);

  await keyfold.stop("SIGKILL");
  const down = Date.now();
  while (Date.now() - down < 2000) await ask();
  expect(new Set(answers)).toEqual(new Set([signed, "SERVER_UNREACHABLE\n"]));

  await startServer(data, ["--listen", new URL(keyfold.url).host]);
  answers.length = 0;
  await Promise.all(Array.from({ length: 20 }, ask));
  expect(new Set(answers)).toEqual(new Set([signed]));

  await service.stop();
  await vi.waitFor(async () => expect((await admin.runs()).some(({ live }) => live)).toBe(false), 10_000);
});
