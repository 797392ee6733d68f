import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { startHostInUse } from "../host-in-use.ts";
import { cloud, person } from "../person.ts";
import { node, startKeyfold } from "../program.ts";

const { at, seen, agent } = await startHostInUse();

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

  test("reaches no other host with --only", async () => {
    const bo = await agent();
    const script = `fetch("https://other.invalid/").then(({ status }) => status, () => "refused").then(console.log)`;
    const done = await bo.keyfold(["run", "--only", "--use", `KEY=api key@${at}`, "--", ...node(script)]);
    expect([done.stdout, done.stderr]).toEqual(["refused\n", ""]);
  });

  test("is refused everything once keyfold was killed, wherever it hides, and nothing of the broker is left", async () => {
    const bo = await agent();
    const words = join(temporaryFolder(), "words");
    const survivor = `
      const { appendFileSync } = process.getBuiltinModule("node:fs");
      const say = (word) => appendFileSync(${JSON.stringify(words)}, word + "\\n");
      const use = () => fetch("https://${at}/v1/killed", { headers: { authorization: "Bearer " + process.env.KEY } });
      say((await use()).status);
      for (let lives = true; lives; ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        try { process.kill(Number(process.env.KEYFOLD_PID), 0); } catch { lives = false; }
      }
      say(await use().then(({ status }) => status, ({ cause }) => cause.code));`;
    // In a session of its own, which does not end with the program's group.
    const script = `
      const { spawn } = process.getBuiltinModule("node:child_process");
      const env = { ...process.env, KEYFOLD_PID: String(process.ppid) };
      spawn(process.execPath, ["--input-type=module", "--eval", ${JSON.stringify(survivor)}], { env, detached: true, stdio: "ignore" }).unref();
      console.log("files " + process.env.SSL_CERT_FILE);
      process.stdin.resume();`;
    const flags = ["run", "--ttl", "2s", "--use", `KEY=api key@${at}`, "--", ...node(script)];
    const running = startKeyfold(flags, bo.env);
    const authority = await running.line("files ");
    // The only things on disk: certificates, and no key.
    expect(readFileSync(authority, "utf8")).not.toContain("PRIVATE");
    const lines = () => (existsSync(words) ? readFileSync(words, "utf8").split("\n").slice(0, -1) : []);
    await expect.poll(lines).toEqual(["200"]);
    expect(await bo.client.runs({ where: { live: true } })).toHaveLength(1);
    running.child.kill("SIGKILL");
    await expect.poll(lines).toEqual(["200", "ECONNREFUSED"]);
    await expect.poll(() => existsSync(dirname(authority))).toBe(false);
    await expect.poll(() => bo.client.runs({ where: { live: true } })).toEqual([]);
    expect(seen.filter(([path]) => path === "/v1/killed")).toEqual([["/v1/killed", true]]);
    expect(await bo.client.auditEvents({ where: { action: "secret.use" } })).toHaveLength(1);
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
