import { join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { initServer, startOver } from "@tooling/vitest/keyfold-server";
import { runKeyfold, runScript, startScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const here = import.meta.dirname;
const paid = `a key of ${canary.length} characters`;
const atEnd: (() => unknown)[] = [];
let admin: Client;
/** What a service is given: who may open runs, and a free port. */
let env: Record<string, string>;

beforeAll(async () => {
  const data = await initServer(
    join(
      temporaryFolder((work) => atEnd.push(work)),
      "data",
    ),
  );
  const server = await startOver(data);
  atEnd.unshift(() => server.stop());
  admin = createClient({ url: server.url, token: data.adminToken });
  await admin.setSecret({ name: "stripe key", value: canary });
  const { token } = await admin.createToken({ name: "service", role: "runner" });
  env = { PORT: "0", KEYFOLD__CLOUD__URL: server.url, KEYFOLD__CLOUD__TOKEN: token };
});

afterAll(async () => {
  for (const work of atEnd) await work();
});

test.each([
  ["hono", "hono.ts"],
  ["fastify", "fastify.ts"],
  ["nest", "../dist/nest.js"],
  ["vite", "vite/server.ts"],
])("%s answers with what its run reads, and the run ends with it", async (label, file) => {
  const service = await startScript(join(here, file), /listening on (\S+)/, { env });
  const method = label === "vite" ? "GET" : "POST";
  const response = await fetch(new URL("/charge", service.found), { method });
  expect(await response.text()).toContain(paid);
  await service.stop();
  await vi.waitFor(async () => expect((await admin.runs()).filter(({ live }) => live)).toEqual([]), 10_000);
  expect(await admin.runs()).toContainEqual(expect.objectContaining({ label, allow: ["stripe key"] }));
});

test("each call of a function has a run of its own", async () => {
  const before = (await admin.runs()).length;
  const { code, stdout } = await runScript(join(here, "invoke.ts"), [], { env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `paid by ${paid}\n`.repeat(2) });
  expect((await admin.runs()).slice(0, (await admin.runs()).length - before)).toMatchObject([
    { label: "lambda", live: false },
    { label: "lambda", live: false },
  ]);
});

test("a route of Next.js reads in the run that `keyfold run` opened around the application", async () => {
  const route = `console.log(await (await (await import("${join(here, "next/app/api/charge/route.ts")}")).POST()).text())`;
  const program = [process.execPath, "--input-type=module", "--eval", route];
  const { code, stdout } = await runKeyfold(["run", "--allow", "stripe key", "--", ...program], { env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${JSON.stringify({ paidBy: paid })}\n` });
});
