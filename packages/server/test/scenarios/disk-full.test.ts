import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { canary } from "@tooling/vitest/canary";
import { runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("a full disk: everything is refused at once with a code, nothing acknowledged is lost, and it goes on", async () => {
  const server = await startServer();
  const { adminToken: admin, dataFolder, child } = server;
  const ask = async (token: string, query: string, variables: object = {}) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${server.url}/graphql`, { method: "POST", headers, body });
    return (await response.json()) as {
      data: Record<string, { version: number; token: string }> | null;
      errors?: { extensions: { code: string } }[];
    };
  };
  const codeOf = ({ errors }: Awaited<ReturnType<typeof ask>>): string | undefined => errors?.[0]?.extensions.code;
  const set = (name: string, value: unknown) =>
    ask(admin, "mutation ($i: setSecretInput!) { setSecret(input: $i) { version } }", { i: { name, value } });
  const read = (token: string, name: string) =>
    ask(token, "query ($n: String!) { secretValue(name: $n) }", { n: name });
  // No file of the process may grow beyond this: what a full disk does, for this process alone.
  const limit = (bytes: string) => run("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]);

  await set("n", canary);
  const token = (await ask(admin, "mutation { openRun(input: {}) { token } }")).data?.openRun?.token ?? "";
  const largest = Math.max(...["", "-wal"].map((end) => statSync(join(dataFolder, `keyfold.db${end}`)).size));
  await limit(String(largest + 100_000));
  const acknowledged: string[] = [];
  for (let count = 0; ; count += 1) {
    const name = `name ${count}`;
    const code = codeOf(await set(name, "x".repeat(10_000)));
    if (code !== undefined) {
      expect(code).toBe("AUDIT_UNAVAILABLE");
      break;
    }
    acknowledged.push(name);
  }
  const many = await Promise.all(
    Array.from({ length: 32 }, (_none, index) => set(`many ${index}`, "x".repeat(10_000))),
  );
  expect(new Set(many.map(codeOf))).toEqual(new Set(["AUDIT_UNAVAILABLE"]));
  let refused: string | undefined;
  for (let reads = 0; reads < 1000 && refused === undefined; reads += 1) refused = codeOf(await read(token, "n"));
  expect(refused).toBe("AUDIT_UNAVAILABLE");
  const ready = async (): Promise<unknown> => {
    const answer = await fetch(`${server.url}/readyz`);
    return [answer.status, ((await answer.json()) as { parts: { audit: string } }).parts.audit];
  };
  expect(await ready()).toEqual([503, "unavailable"]);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

  await limit("unlimited");
  await expect.poll(ready).toEqual([200, "ok"]);
  expect((await read(token, "n")).data).toEqual({ secretValue: canary });
  expect((await set("after", 1)).data?.setSecret?.version).toBe(1);
  for (const name of acknowledged) expect(codeOf(await read(token, name))).toBeUndefined();
  expect(codeOf(await read(token, "many 0"))).toBe("NOT_FOUND");
  await server.stop();
  const verified = await runKeyfoldServer(["audit", "verify", "--data", dataFolder]);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("whole") });
});
