import { describe, expect, it } from "vitest";
import { person, runner } from "../person.ts";
import { node, startKeyfold } from "../program.ts";

const waitsFor = (signal: string): string[] =>
  node(`process.once("${signal}", () => { console.log("got ${signal}"); process.exit(3); });
    console.log("ready "); setInterval(() => {}, 1000);`);

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

  it("that are typed reach the program once, and keyfold waits for it", async () => {
    const script = `let times = 0;
      process.on("SIGINT", () => { times += 1; setTimeout(() => { console.log("times " + times); process.exit(5); }, 200); });
      console.log("ready"); setInterval(() => {}, 1000);`;
    const { code, screen } = await person().inTerminal(
      ["run", "--", ...node(script)],
      [{ shows: "ready", type: "\u0003" }],
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
