import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { canary } from "@tooling/vitest/canary";
import { installPython } from "@tooling/vitest/install-python";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Admin, cloud, person, runner } from "../person.ts";
import { node, startKeyfold } from "../program.ts";

const certificate = await selfSignedCertificate("localhost", "127.0.0.1");
const bytes = Buffer.from(canary).toString("latin1");
const basic = `Basic ${Buffer.from(`git:${canary}`).toString("base64")}`;
let repository: string | undefined;
/** What the host was asked: the path, and whether the value was there. */
const seen: [path: string, carried: boolean][] = [];

/** Echoes a request in gzip; under /repo it serves files to whoever has the value. */
function answer({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
  const carried = headers.authorization === `Bearer ${bytes}` || headers.authorization === basic;
  seen.push([url.replace(/\?.*/, ""), carried]);
  if (url.startsWith("/repo")) {
    const file = join(repository ?? "", url.replace(/\?.*/, "").slice("/repo".length));
    if (!carried) response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    else if (!existsSync(file)) response.writeHead(404).end();
    else response.end(readFileSync(file));
    return;
  }
  response.writeHead(200, { "content-encoding": "gzip", "set-cookie": `k=${headers.authorization}` });
  response.end(gzipSync(JSON.stringify({ carried, headers })));
}

const host = createServer({ key: certificate.key, cert: certificate.cert }, answer);
let at: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  at = `127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(() => {
  host.closeAllConnections();
  host.close();
});

/** Somebody who may open runs, and whose keyfold believes the host's authority. */
async function agent(): Promise<Admin> {
  const authority = join(temporaryFolder(), "authority.pem");
  writeFileSync(authority, certificate.cert);
  return runner(
    { "api key": canary },
    { NODE_EXTRA_CA_CERTS: authority, NO_PROXY: "127.0.0.1,internal.test", CANARY: "", PATH: process.env.PATH ?? "" },
  );
}

const get = (then: string): string[] =>
  node(`(async () => {
    const answer = await fetch("https://${at}/v1/x", { headers: { authorization: "Bearer " + process.env.KEY } });
    console.log(await answer.text());
    ${then}
  })()`);

describe("a program that uses a secret", () => {
  test("has a placeholder, no token and no value, in its environment, files, parents or what comes back", async () => {
    const bo = await agent();
    const look = `
      const { readFileSync, readdirSync } = process.getBuiltinModule("node:fs");
      const own = JSON.stringify(process.env) + readFileSync("/proc/self/environ") + readFileSync("/proc/" + process.ppid + "/environ") + readFileSync("/proc/" + process.ppid + "/cmdline");
      console.log("tokens " + /keyfold_(team|run)_/.test(own));
      console.log("values " + own.includes(["keyfold", "canary"].join(" ")));
      console.log("files " + readdirSync(process.env.SSL_CERT_FILE.replace("/all.pem", "")));
      console.log("cores " + /Max core file size +0 +0 /.test(readFileSync("/proc/" + process.ppid + "/limits", "utf8")));
      console.log("no proxy " + process.env.NO_PROXY);`;
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at} GET /v1`, "--", ...get(look)]);
    expect(done.stderr).toBe("");
    expect(done.stdout).toContain('"carried":true');
    expect(done.stdout).toContain('"authorization":"Bearer <secret>"');
    for (const line of [
      "tokens false",
      "values false",
      "files added.pem,all.pem",
      "cores true",
      "no proxy internal.test",
    ]) {
      expect(done.stdout).toContain(line);
    }
    const [run] = await bo.client.runs();
    expect(run).toMatchObject({
      live: false,
      allow: [],
      uses: [{ name: "api key", host: at, methods: ["GET"], paths: ["/v1"] }],
    });
    const uses = await bo.client.auditEvents({ where: { action: "secret.use" } });
    expect(uses).toEqual([
      expect.objectContaining({
        subject: "api key",
        detail: expect.objectContaining({ method: "GET", host: at, path: "/v1/x" }),
      }),
    ]);
  });

  test("has no token of another run either, whatever the variable is called", async () => {
    const bo = await agent();
    bo.env.OTHER = `a token: ${(await bo.client.openRun()).token}`;
    const program = node('console.log(process.env.KEY ? process.env.OTHER ?? "none" : "no placeholder")');
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--", ...program]);
    expect([done.stderr, done.stdout]).toEqual(["", "none\n"]);
  });

  test("reaches no other host with --only, and its authority is gone once keyfold was killed", async () => {
    const bo = await agent();
    const script = `
      fetch("https://other.invalid/").then(({ status }) => status, () => "refused").then((other) => {
        console.log("other " + other);
        console.log("ca " + process.env.SSL_CERT_FILE);
        process.stdin.resume();
      })`;
    const running = startKeyfold(["run", "--only", "--use", `KEY=api key@${at}`, "--", ...node(script)], bo.env);
    expect(await running.line("other ")).toBe("refused");
    const authority = await running.line("ca ");
    expect(readFileSync(authority, "utf8")).toContain("BEGIN CERTIFICATE");
    running.child.kill("SIGKILL");
    await running.ended();
    await expect.poll(() => existsSync(authority)).toBe(false);
  });

  test.each([
    ["--allow", ["--allow", "x"]],
    ["--prefect", ["--prefect"]],
    ["--redact", ["--redact"]],
  ])("is given no %s", async (option, flags) => {
    const bo = person();
    const done = await bo.keyfold(["run", "--use", "KEY=api key@a.test", ...flags, "--", "true"]);
    expect([done.code, done.stderr]).toEqual([2, expect.stringContaining(`${option} and --use don't go together.`)]);
  });

  test.each([
    ["A=b@s3.amazonaws.com", "keyfold: s3.amazonaws.com takes requests that are signed with the secret (AWS SigV4)."],
    ["A=b@api.stripe.com", "keyfold: The program may get another credential at api.stripe.com/v1/ephemeral_keys"],
  ])("is warned of what can't work before it starts: %s", async (use, warning) => {
    const bo = await agent();
    expect((await bo.keyfold(["run", "--use", use, "--", "true"])).stderr).toContain(warning);
    const start = await bo.keyfold(["broker", "start", "--use", use, "--socket", "/nowhere/broker.sock"]);
    expect(start.stderr).toContain(warning);
  });

  test("needs a server", async () => {
    const done = await person().keyfold(["run", "--use", "KEY=api key@a.test", "--", "true"]);
    expect([done.code, done.stderr]).toEqual([1, expect.stringContaining("--use needs a server")]);
  });
});

describe("a broker apart from the program", () => {
  test("alone has a credential; each program's session and run end with it, also if it is killed", async () => {
    const bo = await agent();
    const ada = person(cloud(bo.team.url, bo.team.token));
    const { stdout } = await ada.keyfold(["token", "create", "--name", "agents", "--use", `api key@${at} GET`]);
    const token = stdout.trim();
    const socket = join(temporaryFolder(), "broker.sock");
    const flags = ["--socket", socket, "--use", `KEY=api key@${at} GET`, "--only", "--as", "sk_…", "--label", "agents"];
    const env = { ...bo.env, KEYFOLD__CLOUD__TOKEN: token };
    const broker = startKeyfold(["broker", "start", ...flags], env);
    const url = await broker.line("listening on ");
    expect(url).toBe(`unix:${socket}`);
    const other = person();
    const look = `console.log("env " + /keyfold_(team|run)_/.test(JSON.stringify(process.env)) + " " + process.env.KEY.slice(0, 3));`;
    const done = await other.keyfold(["run", "--broker", url, "--", ...get(look)]);
    expect(done.stderr).toBe("");
    expect(done.stdout).toContain('"carried":true');
    expect(done.stdout).toContain('"authorization":"Bearer <secret>"');
    expect(done.stdout).toContain("env false sk_");
    const live = () => bo.client.runs({ where: { live: true } });
    await expect.poll(live).toEqual([]);
    const waits = node("console.log('pid ' + process.pid); process.stdin.resume()");
    const running = startKeyfold(["run", "--broker", url, "--", ...waits], other.env);
    await running.line("pid ");
    expect(await live()).toMatchObject([{ label: "agents", openedBy: "agents", allow: [] }]);
    running.child.kill("SIGKILL");
    await expect.poll(live).toEqual([]);
    broker.child.kill("SIGTERM");
    expect(await broker.ended()).toMatchObject({ code: 0, stderr: "" });
    const late = await other.keyfold(["run", "--broker", url, "--", "true"]);
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining("opened no session")]);
  });

  test.each([
    [["--use", "A=b@c.test"], "--use and --broker don't go together."],
    [["--env", "A=b"], "--env and --broker don't go together."],
    [["--allow", "b"], "--allow and --broker don't go together."],
  ])("decides itself what is used: not %j", async (flags, message) => {
    const done = await person().keyfold(["run", "--broker", "unix:/nowhere", ...flags, "--", "true"]);
    expect([done.code, done.stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test("needs a place and something to use", async () => {
    const bo = person();
    const start = async (...flags: string[]) => (await bo.keyfold(["broker", "start", ...flags])).stderr;
    expect(await start("--socket", "/tmp/x")).toContain("nothing to use");
    expect(await start("--use", "A=b@c.test")).toContain("Where does the broker listen?");
    expect(await start("--use", "A=b@c.test", "--listen", "nowhere")).toContain("Where does the broker listen?");
    expect(await start("--use", "A=b@c.test", "--listen", "127.0.0.1:0")).toContain("A broker needs a server");
  });
});

/** Python from 3.13 on is as strict by itself. */
const strictPython = `
import os, ssl, urllib.request
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
request = urllib.request.Request("https://AT/py", headers={"Authorization": "Bearer " + os.environ["KEY"]})
print(opener.open(request).read().decode())`;

describe("common clients find the broker and believe it", () => {
  const clients: [what: string, command: () => string[]][] = [
    ["curl in HTTP/2", () => ["sh", "-c", `curl -sS --http2 -H "Authorization: Bearer $KEY" https://${at}/curl2`]],
    ["Python's urllib, as strict as can be", () => ["python3", "-c", strictPython.replace("AT", at)]],
    [
      "Node's fetch",
      () =>
        node(
          `fetch("https://${at}/fetch", { headers: { authorization: "Bearer " + process.env.KEY } }).then((a) => a.text()).then(console.log)`,
        ),
    ],
    [
      "Node's https",
      () =>
        node(
          `process.getBuiltinModule("node:https").get("https://${at}/https", { headers: { authorization: "Bearer " + process.env.KEY } }, (a) => a.pipe(process.stdout))`,
        ),
    ],
  ];

  test.each(clients)("%s", async (_what, command) => {
    const bo = await agent();
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--", ...command()]);
    expect(done.stdout + done.stderr).toContain('"carried":true');
    expect(done.stdout).toContain('"authorization":"Bearer <secret>"');
    expect(seen.at(-1)?.[1]).toBe(true);
  });

  test("Python's requests, and httpx in HTTP/2", async () => {
    const python = await installPython("python-http", ["requests==2.34.2", "httpx[http2]==0.28.1"]);
    const bo = await agent();
    const script = `
import os, requests, httpx
headers = {"Authorization": "Bearer " + os.environ["KEY"]}
print(requests.get("https://${at}/requests", headers=headers).json()["headers"]["authorization"])
answer = httpx.Client(http2=True).get("https://${at}/httpx", headers=headers)
print(answer.http_version, answer.json()["headers"]["authorization"], answer.headers["set-cookie"])`;
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--", python, "-c", script]);
    expect([done.stdout, done.stderr]).toEqual(["Bearer <secret>\nHTTP/2 Bearer <secret> k=Bearer <secret>\n", ""]);
  });

  test("git", async () => {
    const bo = await agent();
    const folder = temporaryFolder();
    const env = { PATH: process.env.PATH ?? "", HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null" };
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@a", ...args], { cwd: folder, env, stdio: "pipe" });
    git("init", "-q", "work");
    git("-C", "work", "commit", "-q", "--allow-empty", "-m", "first");
    git("clone", "-q", "--bare", "work", "bare");
    git("-C", "bare", "update-server-info");
    repository = join(folder, "bare");
    const clone = `git clone -q https://git:$KEY@${at}/repo ${join(folder, "copy")} && git -C ${join(folder, "copy")} log --format=%s`;
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--as", "ghp_…", "--shell", clone]);
    expect([done.stdout, done.stderr]).toEqual(["first\n", ""]);
    expect(seen.some(([path, carried]) => path === "/repo/info/refs" && carried)).toBe(true);
  });
});
