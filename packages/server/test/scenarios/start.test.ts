import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { canary, spellings } from "@tooling/vitest/canary";
import { initServer, type RunningServer, runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";

const setDocument = 'mutation { setSecret(input: { name: "n", value: 1 }) { success version } }';

async function ask({ url, adminToken }: RunningServer, query: string, token = adminToken) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: Record<string, never>; errors?: { extensions: { code: string } }[] };
}

/** The lines of the audit stream in a text that has other lines too. */
const rowsIn = (text: string): { action: string; id: string }[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith('{"seq":'))
    .map((line) => JSON.parse(line));

describe("keyfold-server start", () => {
  test("takes its settings from a file and the environment; a flag wins", async () => {
    const folder = temporaryFolder();
    const data = join(folder, "data");
    const instance = await initServer(data);
    const file = join(folder, "server.toml");
    writeFileSync(
      file,
      `[server]\ndata = "/nowhere"\nlisten = "127.0.0.1:1"\nintrospection = false\n[server.limits]\naliases = 1\n`,
    );
    const env = { KEYFOLD__SERVER__PREFECT: "false" };
    const server = await startServer(instance, ["--config", file], { env });
    expect((await ask(server, "{ a: __typename b: __typename }")).errors?.[0]?.extensions.code).toBe("LIMIT_EXCEEDED");
    expect((await ask(server, "{ __schema { description } }")).errors?.[0]?.extensions.code).toBe("BAD_INPUT");
    expect((await ask(server, "{ secret_names }")).errors?.[0]?.extensions.code).toBe("BAD_INPUT");
    expect((await ask(server, setDocument)).data).toEqual({ setSecret: { success: true, version: 1 } });
  });

  test("a wrong setting ends it with 2, and the message names where it was set and not what", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "server.toml");
    writeFileSync(file, `[server]\nlog_level = ${JSON.stringify(canary)}\n`);
    const env = { KEYFOLD__SERVER__LIMITS__DEPTH: "deep" };
    const { code, stderr } = await runKeyfoldServer(["start", "--data", folder, "--config", file], { env });
    expect(code).toBe(2);
    const [, level, depth] = stderr.split("\n");
    expect(level).toMatch(/server\.log_level.*must be one of/);
    expect(level).toContain(`${file}:2`);
    expect(depth).toMatch(/server\.limits\.depth.*KEYFOLD__SERVER__LIMITS__DEPTH.*must be a whole number/);
    for (const spelling of spellings(canary)) expect(stderr).not.toContain(spelling);
  });

  test.each([
    ["no data folder", [], "No data folder"],
    [
      "an address that is none",
      ["--data", "/tmp", "--listen", "here"],
      "must be like 127.0.0.1:4250 or [::1]:4250; it comes from --listen",
    ],
    ["plain http to others", ["--data", "/tmp", "--listen", "0.0.0.0:0"], "plain text"],
    ["half of TLS", ["--data", "/tmp", "--tls-key", "/x.pem"], "tls_cert is missing"],
    ["a configuration that is not there", ["--data", "/tmp", "--config", "/nowhere.toml"], "/nowhere.toml"],
  ])("%s ends it with 2", async (_what, args, message) => {
    const { code, stderr, stdout } = await runKeyfoldServer(["start", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("SIGTERM lets the request at hand finish, and refuses new ones", async () => {
    const server = await startServer();
    const body = JSON.stringify({ query: setDocument });
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${server.adminToken}`,
      "content-length": body.length,
    };
    const slow = request(`${server.url}/graphql`, { method: "POST", headers });
    slow.write(body.slice(0, 10));
    await expect.poll(async () => (await fetch(`${server.url}/healthz`)).status).toBe(200);
    server.child.kill("SIGTERM");
    await expect
      .poll(() =>
        fetch(`${server.url}/healthz`).then(
          () => "served",
          () => "refused",
        ),
      )
      .toBe("refused");
    slow.end(body.slice(10));
    const [response] = await once(slow, "response");
    let text = "";
    for await (const part of response) text += part;
    expect(JSON.parse(text).data).toEqual({ setSecret: { success: true, version: 1 } });
    await once(server.child, "exit");
    expect(server.child.exitCode).toBe(0);
    const again = await startServer(server);
    expect((await ask(again, "{ secret { name version } }")).data).toEqual({ secret: [{ name: "n", version: 1 }] });
  });

  test("a stop does not wait longer than its setting for a client that does not finish", async () => {
    const server = await startServer(undefined, [], { env: { KEYFOLD__SERVER__STOP_TIMEOUT_SECONDS: "1" } });
    const headers = { "content-type": "application/json", "content-length": 100 };
    const stuck = request(`${server.url}/graphql`, { method: "POST", headers }).on("error", () => {});
    stuck.write("{");
    await expect.poll(async () => (await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.stop();
    expect(server.child.exitCode).toBe(0);
  });

  test.each(["SIGTERM", "SIGINT"] as const)("after SIGTERM, %s ends it at once", async (signal) => {
    const server = await startServer();
    const headers = { "content-type": "application/json", "content-length": 100 };
    const stuck = request(`${server.url}/graphql`, { method: "POST", headers }).on("error", () => {});
    stuck.write("{");
    await expect.poll(async () => (await fetch(`${server.url}/healthz`)).status).toBe(200);
    server.child.kill("SIGTERM");
    const isRefused = () =>
      fetch(`${server.url}/healthz`).then(
        () => false,
        () => true,
      );
    await expect.poll(isRefused).toBe(true);
    await server.stop(signal);
    expect(server.child.signalCode).toBe(signal);
  });

  test("says its version", async () => {
    const manifest = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8");
    const { code, stdout } = await runKeyfoldServer(["--version"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${JSON.parse(manifest).version}\n` });
  });

  test("the audit stream goes to stdout, and to a new file after SIGHUP", async () => {
    const onStdout = await startServer(undefined, [], { env: { KEYFOLD__SERVER__AUDIT_STREAM: "stdout" } });
    await ask(onStdout, setDocument);
    await expect.poll(() => rowsIn(onStdout.output()).map(({ action }) => action)).toContain("secret.set");
    await onStdout.stop();
    // Standard output comes first there: nothing but rows.
    const output = onStdout.output();
    expect(output.lastIndexOf('{"seq":')).toBeLessThan(output.indexOf("listening on"));

    const file = join(temporaryFolder(), "audit.jsonl");
    const server = await startServer(onStdout, [], { env: { KEYFOLD__SERVER__AUDIT_STREAM: file } });
    await ask(server, setDocument);
    renameSync(file, `${file}.1`);
    server.child.kill("SIGHUP");
    await ask(server, '{ secretValue(name: "n") }');
    expect(rowsIn(readFileSync(`${file}.1`, "utf8")).map(({ action }) => action)).toContain("secret.set");
    expect(rowsIn(readFileSync(file, "utf8")).map(({ action }) => action)).toContain("secret.read");
  });

  test("https from files; an http request there gets no answer", async () => {
    const folder = temporaryFolder();
    const { cert, key } = await selfSignedCertificate("keyfold.example");
    writeFileSync(join(folder, "cert.pem"), cert);
    writeFileSync(join(folder, "key.pem"), key, { mode: 0o600 });
    const server = await startServer(undefined, [
      "--tls-cert",
      join(folder, "cert.pem"),
      "--tls-key",
      join(folder, "key.pem"),
    ]);
    expect(server.url).toMatch(/^https:/);
    await expect(fetch(server.url.replace("https", "http"))).rejects.toThrow();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
