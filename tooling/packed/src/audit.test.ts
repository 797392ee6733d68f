import { createServer } from "node:http";
import { join } from "node:path";
import { listenHere } from "@tooling/vitest/listen-here";
import { type Finished, runScript } from "@tooling/vitest/processes";
import { expect, test } from "vitest";

/** Runs the audit against a registry that answers so. */
async function audit(status: number, answer: object, ...args: string[]): Promise<Finished & { asked: number }> {
  let asked = 0;
  const registry = createServer((request, response) => {
    asked += 1;
    request.resume().on("end", () => response.writeHead(status).end(JSON.stringify(answer)));
  });
  const pnpm_config_registry = `http://127.0.0.1:${await listenHere(registry)}/`;
  const finished = await runScript(join(import.meta.dirname, "audit.ts"), args, {
    env: { ...(process.env as Record<string, string>), pnpm_config_registry },
  });
  return { ...finished, asked };
}

const advisory = {
  id: 1,
  url: "https://advisories.example/1",
  title: "it parses too much",
  severity: "high",
  vulnerable_versions: "*",
};

test("an audit without findings passes", async () => {
  expect(await audit(200, {})).toMatchObject({ code: 0, stdout: expect.stringContaining("No known vulnerability") });
});

test("a vulnerability fails", async () => {
  const { code, stdout } = await audit(200, { "smol-toml": [advisory] });
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining("it parses too much") });
});

test.each([404, 405])("a registry that answers %d fails, and the tip names --offline", async (status) => {
  const { code, stdout } = await audit(status, {});
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining("--offline") });
});

test("--offline asks nobody and says what was not checked", async () => {
  const { code, stdout, asked } = await audit(404, {}, "--offline");
  expect({ code, asked, stdout }).toEqual({ code: 0, asked: 0, stdout: expect.stringContaining("NOT CHECKED") });
});
