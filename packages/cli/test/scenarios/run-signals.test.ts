import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { person, runner } from "../person.ts";
import { countsSignals, keyfoldCommand, node, startKeyfold } from "../program.ts";

const waitsFor = (signal: string): string[] =>
  node(`process.once("${signal}", () => { console.log("got ${signal}"); process.exit(3); });
    console.log("ready "); setInterval(() => {}, 1000);`);

/** Whether a process runs: one that has ended and is not collected yet doesn't. */
function isAlive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

describe("signals", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"] as const)(
    "pass %s on to the program",
    async (signal) => {
      const running = startKeyfold(["run", "--", ...waitsFor(signal)], person().env);
      await running.line("ready ");
      running.child.kill(signal);
      expect(await running.ended()).toMatchObject({ code: 3, stdout: `ready \ngot ${signal}\n` });
    },
  );

  it("that end the program make keyfold end with 128 and their number, once the run is over", async () => {
    const bo = await runner();
    const running = startKeyfold(["run", "--", ...node("console.log('ready '); setInterval(() => {}, 1000)")], bo.env);
    await running.line("ready ");
    running.child.kill("SIGTERM");
    expect(await running.ended()).toMatchObject({ code: 143, signal: null });
    expect(await bo.client.runs()).toMatchObject([{ live: false }]);
    expect((await bo.keyfold(["run", "--shell", "kill -KILL $$"])).code).toBe(137);
  });

  it("are passed on from the moment at which the program is started", async () => {
    for (let round = 0; round < 10; round += 1) {
      const script = "trap 'echo got; exit 3' TERM; kill -TERM $PPID; while :; do sleep 0.1; done";
      const { code, stdout } = await startKeyfold(["run", "--", "sh", "-c", script], person().env).ended();
      expect({ code, stdout }).toEqual({ code: 3, stdout: "got\n" });
    }
  });

  it.each([
    ["a shell's", ["--shell", "sh -c 'echo pid $$; exec sleep 60'; true"]],
    ["one in the background", ["--", "sh", "-c", "sh -c 'echo pid $$; exec sleep 60' & wait"]],
    [
      "one that ignores it",
      ["--", "sh", "-c", "(trap '' TERM; echo pid $(exec sh -c 'echo $PPID'); sleep 60; :) & wait"],
    ],
  ])("reach what the program has started, %s, and none of it lives on", async (_what, args) => {
    const running = startKeyfold(["run", ...args], person().env);
    const pid = await running.line("pid ");
    running.child.kill("SIGTERM");
    expect((await running.ended()).code).toBe(143);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("are not needed for what the program leaves behind", async () => {
    const running = startKeyfold(
      ["run", "--", "sh", "-c", "sh -c 'echo pid $$; exec sleep 60' & sleep 0.3"],
      person().env,
    );
    const pid = await running.line("pid ");
    expect((await running.ended()).code).toBe(0);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("that kill keyfold end the program too", async () => {
    const running = startKeyfold(
      ["run", "--", ...node("console.log('pid ' + process.pid); setInterval(() => {}, 1000)")],
      person().env,
    );
    const pid = await running.line("pid ");
    running.child.kill("SIGKILL");
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

describe("signals on a terminal", () => {
  const traps = (signal: string): string[] => [
    "sh",
    "-c",
    `trap 'echo got; exit 5' ${signal}; sleep 60 & echo ready; while :; do sleep 0.1; done`,
  ];

  it.each(["INT", "QUIT", "TERM", "HUP"] as const)(
    "that are sent to keyfold alone reach the program: %s",
    async (name) => {
      const signal = constants.signals[`SIG${name}`];
      const { code, screen } = await person().inTerminal(["run", "--", ...traps(name)], [{ shows: "ready", signal }]);
      expect({ code, screen }).toEqual({ code: 5, screen: expect.stringMatching(/got\n$/) });
    },
  );

  it.each([
    ["SIGINT", "\u0003"],
    ["SIGQUIT", "\u001c"],
  ] as const)("that are typed reach the program once, and keyfold waits for it: %s", async (signal, key) => {
    const { code, screen } = await person().inTerminal(
      ["run", "--", ...countsSignals(signal)],
      [{ shows: "ready", type: key }],
    );
    expect({ code, screen }).toEqual({ code: 5, screen: expect.stringMatching(/^ready\n\^.times 1\n$/) });
  });
});

describe("the first process of a container", () => {
  const inContainer = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child"];
  const command = [...inContainer, process.execPath, keyfoldCommand];

  it("reaps orphans, ends as the program does, and keeps no token in its environment", async () => {
    const bo = await runner();
    const script = `grep -c keyfold_team_ /proc/1/environ; (sleep 0.1 &); (sleep 0.1 &); sleep 1
      grep -l '^State:.Z' /proc/[0-9]*/status; exit 5`;
    const { code, screen } = await bo.inTerminal(["run", "--", "sh", "-c", script], [], command);
    expect({ code, screen }).toEqual({ code: 5, screen: "0\n" });
  });

  it.each(["TERM", "INT", "QUIT"])("passes %s on, on a terminal too", async (name) => {
    // Without a child that the signal would end too, of which the shell would tell.
    const script = `trap 'echo got; exit 5' ${name}; echo ready; kill -${name} 1; while :; do :; done`;
    const { code, screen } = await person().inTerminal(["run", "--", "sh", "-c", script], [], command);
    expect({ code, screen }).toEqual({ code: 5, screen: "ready\ngot\n" });
  });

  it("leaves what is typed to the terminal", async () => {
    const { code, screen } = await person().inTerminal(
      ["run", "--", ...countsSignals("SIGINT")],
      [{ shows: "ready", type: "\u0003" }],
      command,
    );
    expect({ code, screen }).toEqual({ code: 5, screen: "ready\n^Ctimes 1\n" });
  });
});

describe("the terminal and standard input", () => {
  it("are the program's own", async () => {
    const script = "console.log(`${process.stdin.isTTY} ${process.stdout.isTTY} ${process.stdout.columns}`)";
    const { screen } = await person().inTerminal(["run", "--", ...node(script)]);
    expect(screen).toBe("true true 200\n");
    const { stdout } = await person().keyfold(["run", "--", "cat"], "through\n");
    expect(stdout).toBe("through\n");
  });
});
