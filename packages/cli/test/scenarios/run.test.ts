import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { canary } from "@tooling/vitest/canary";
import { runKeyfold } from "@tooling/vitest/processes";
import { describe, expect, it } from "vitest";
import { countingTunnel } from "../counting-tunnel.ts";
import { runner } from "../person.ts";
import { keyfoldCommand, node, startKeyfold } from "../program.ts";

/** A program that prints its process id and ends with its standard input. */
const waits = node("console.log('pid ' + process.pid); process.stdin.resume()");

describe("the run of a program", () => {
  it("is open while the program works, and over after it", async () => {
    const bo = await runner();
    const flags = ["--allow", "my secret, a\\,b", "--allow", "limits", "--label", "nightly job"];
    const running = startKeyfold(["run", ...flags, "--", ...waits], bo.env);
    await running.line("pid ");
    const [run] = await bo.client.runs();
    expect(run).toMatchObject({ live: true, label: "nightly job", allow: ["my secret", "a,b", "limits"] });
    running.child.stdin?.end();
    expect(await running.ended()).toMatchObject({ code: 0, stderr: "" });
    expect(await bo.client.runs()).toMatchObject([{ id: run?.id, live: false, openedBy: "nightly" }]);
  });

  it("costs two requests on one connection before the program starts, and one after it", async () => {
    const bo = await runner({ a: canary, b: canary });
    const tunnel = await countingTunnel(bo.team.url);
    const env = { ...bo.env, KEYFOLD__CLOUD__URL: tunnel.url };
    const running = startKeyfold(["run", "--env", "A=a", "--file", "B=b", "--", ...waits], env);
    await running.line("pid ");
    expect(tunnel).toMatchObject({ connections: 1, requests: 2 });
    running.child.stdin?.end();
    await running.ended();
    expect(tunnel).toMatchObject({ connections: 1, requests: 3 });
  });

  it("is over when the program failed, and when there is no such program", async () => {
    const bo = await runner();
    expect((await bo.keyfold(["run", "--", ...node("process.exit(7)")])).code).toBe(7);
    expect(await bo.keyfold(["run", "--", "keyfold-no-such-command"])).toMatchObject({
      code: 127,
      stderr: "keyfold: keyfold-no-such-command: there is no such command.\nCheck its name and PATH.\n",
    });
    expect((await bo.keyfold(["run", "--", "/"])).code).toBe(126);
    const runs = await bo.client.runs();
    expect(runs.map(({ live }) => live)).toEqual([false, false, false]);
  });

  it("goes on, and ends with its program, where no file can be written", async () => {
    const bo = await runner();
    const script = `ulimit -f 0; "$0" "$1" run -- echo ran`;
    const bash = spawnSync("bash", ["-c", script, process.execPath, keyfoldCommand], { env: bo.env, encoding: "utf8" });
    expect([bash.status, bash.stdout, bash.stderr]).toEqual([0, "ran\n", ""]);
    expect(await bo.client.runs()).toMatchObject([{ live: false }]);
  });

  it("lives on for --ttl at most when keyfold is killed, and the files go at once", async () => {
    const bo = await runner({ "my secret": canary });
    const script = "console.log('file ' + process.env.F); setInterval(() => {}, 1000)";
    const flags = ["--ttl", "30s", "--file", "F=my secret"];
    const running = startKeyfold(["run", ...flags, "--", ...node(script)], bo.env);
    const file = await running.line("file ");
    expect(readFileSync(file, "utf8") === canary).toBe(true);
    running.child.kill("SIGKILL");
    await expect.poll(() => existsSync(file)).toBe(false);
    const [run] = await bo.client.runs();
    expect(Date.parse(String(run?.expiresAt)) - Date.now()).toBeLessThanOrEqual(30_000);
  });

  it("is extended while the program works; its end is noted a single time", async () => {
    const bo = await runner();
    const running = startKeyfold(["run", "--ttl", "3s", "--", ...waits], bo.env);
    await running.line("pid ");
    const [opened] = await bo.client.runs();
    const expiresAt = async (): Promise<unknown> => (await bo.client.runs())[0]?.expiresAt;
    await expect.poll(expiresAt).not.toBe(opened?.expiresAt);
    await bo.client.endRun({ id: String(opened?.id) });
    const refused = { action: "run.extend", outcome: "refused" } as const;
    await expect.poll(() => bo.client.auditEvents({ where: refused })).toMatchObject([{ code: "RUN_ENDED" }]);
    running.child.stdin?.end();
    const { code, stderr } = await running.ended();
    expect({ code, notes: stderr.match(/the run is over/g) }).toEqual({ code: 0, notes: ["the run is over"] });
  });

  it("is used by a keyfold inside it, which may not narrow it", async () => {
    const bo = await runner({ "my secret": canary });
    const keyfold = `"${process.execPath}" "${keyfoldCommand}" run`;
    const inner = `${keyfold} --env S="my secret" --shell 'test "$S" = "$CANARY"' && ${keyfold} --allow x -- true`;
    const { code, stderr } = await bo.keyfold(["run", "--shell", inner]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("--allow can't change it") });
    expect(await bo.client.runs()).toHaveLength(1);
  });

  it("is not opened for a line that makes no sense", async () => {
    const bo = await runner();
    for (const args of [
      [],
      ["--"],
      ["--shell", "true", "--", "true"],
      ["--env", "S", "--", "true"],
      ["--env", "9S=x", "--", "true"],
      ["--env", "S=", "--", "true"],
      ["--env", "S=a", "--file", "S=b", "--", "true"],
      ["--ttl", "soon", "--", "true"],
    ]) {
      expect((await bo.keyfold(["run", ...args])).code).toBe(2);
    }
    expect(await bo.client.runs()).toEqual([]);
  });

  it("keeps the program's own options the program's", async () => {
    const bo = await runner();
    const script = "console.log(JSON.stringify(process.argv.slice(1)))";
    const { stdout } = await bo.keyfold(["run", process.execPath, "--eval", script, "--", "--json", "--allow", "x"]);
    expect(stdout).toBe('["--json","--allow","x"]\n');
  });
});

describe("what the program is given", () => {
  it("is the run's token and no other, whatever a variable that holds one is called", async () => {
    const bo = await runner();
    const { token: other } = await bo.client.createToken({ name: "other", role: "admin" });
    const own = bo.env.KEYFOLD__CLOUD__TOKEN ?? "";
    const tokens = { MY_TOKEN: own, AUTH: `Bearer ${own}`, keyfold__cloud__token: "x", OTHER: other };
    const running = startKeyfold(["run", "--", ...waits], { ...bo.env, ...tokens, KEPT: "x" });
    const pid = await running.line("pid ");
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    const variables = Object.fromEntries(environment.split("\0").map((each) => [/^[^=]*/.exec(each)?.[0], each]));
    expect(Object.keys(tokens).filter((name) => name in variables)).toEqual([]);
    expect(environment + readFileSync(`/proc/${pid}/cmdline`, "utf8")).not.toContain("keyfold_team_");
    expect(variables).toMatchObject({
      KEPT: "KEPT=x",
      KEYFOLD__CLOUD__URL: `KEYFOLD__CLOUD__URL=${bo.team.url}`,
      KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "KEYFOLD__CLOUD__USE_LOCAL_SECRETS=false",
      KEYFOLD__CLOUD__TOKEN: expect.stringMatching(/=keyfold_run_[\w-]+$/),
    });
    // The program shares keyfold's input and outputs, and nothing else that is open there: not the connection either.
    const tests = openFiles(String(process.pid));
    const keyfolds = openFiles(String(running.child.pid)).filter((file) => !tests.includes(file));
    const shared = openFiles(pid).filter((file) => keyfolds.includes(file));
    expect(keyfolds.some((file) => file.startsWith("socket:"))).toBe(true);
    expect(shared).toEqual([]);
    running.child.stdin?.end();
    await running.ended();
  });
});

describe("the environment of keyfold itself", () => {
  const options = (script: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` });
  const noMemory = `import fs from "node:fs";
    const { openSync } = fs;
    fs.openSync = (file, ...more) => {
      if (file === "/proc/self/mem") throw new Error("There is none.");
      return openSync(file, ...more);
    };`;
  const hiding = [
    ["in its memory", {}],
    ["by a restart, on a system that has no file of it", options(noMemory)],
    ["by a second process, on a Node that can't restart either", options(`${noMemory} delete process.execve;`)],
  ] as const;
  it.each(hiding)("does not show the program the token that opened the run: %s", async (_how, env) => {
    const bo = await runner({ a: canary }, env);
    const script = `tr '\\0' '\\n' < /proc/$PPID/environ | grep -c keyfold_team_
      ls -l /proc/$PPID/fd /proc/$$/fd 2>/dev/null | grep -c deleted
      test "$A" = "$CANARY" && echo read; exit 7`;
    const tokens = { OTHER: `Bearer ${bo.env.KEYFOLD__CLOUD__TOKEN}` };
    const finished = await runKeyfold(["run", "--env", "A=a", "--", "sh", "-c", script], {
      env: { ...bo.env, ...tokens },
    });
    expect(finished).toMatchObject({ code: 7, stdout: "0\n0\nread\n", stderr: "" });
    expect(await bo.client.runs()).toMatchObject([{ live: false }]);
  });

  it.each(hiding)("reaches the program otherwise as it was: %s", async (_how, env) => {
    const bo = await runner(
      {},
      { ...env, "A-B": "1", "BASH_FUNC_f%%": "() { :\n}", IFS: "x", _: "y", PWD: "/no", EMPTY: "", LINES: "a\nb\\n" },
    );
    const script = "const { CANARY, TMPDIR, ...env } = process.env; console.log(JSON.stringify(env))";
    const { stdout } = await bo.keyfold(["run", "--", ...node(script)]);
    const { KEYFOLD__CLOUD__TOKEN: _token, CANARY: _canary, ...expected } = bo.env;
    const {
      KEYFOLD__CLOUD__TOKEN: token,
      KEYFOLD__CLOUD__TOKEN_FILE: file,
      PATH: path,
      ...others
    } = JSON.parse(stdout);
    expect(file).toMatch(/\/token$/);
    expect(others).toEqual(expected);
    expect(token).toMatch(/^keyfold_run_/);
  });

  it("keeps signals and the exit code with a second process", async () => {
    const bo = await runner({}, hiding[2][1]);
    const running = startKeyfold(
      ["run", "--", "sh", "-c", "trap 'echo got; exit 3' TERM; echo ready; while :; do sleep 0.1; done"],
      bo.env,
    );
    await running.line("ready");
    running.child.kill("SIGTERM");
    expect(await running.ended()).toMatchObject({ code: 3, stdout: "ready\ngot\n" });
  });
});

/** What a process has open above its standard input and outputs: pipes, sockets and files. */
function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).flatMap((fd): [number, string][] => {
    // The folder that is being read is one of them, and gone then.
    const exists = statSync(`${folder}/${fd}`, { throwIfNoEntry: false }) !== undefined;
    return exists ? [[Number(fd), readlinkSync(`${folder}/${fd}`)]] : [];
  });
  const standard = links.filter(([fd]) => fd <= 2).map(([, link]) => link);
  return links.map(([, link]) => link).filter((link) => /^(socket|pipe):|^\//.test(link) && !standard.includes(link));
}
