import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { person, runner } from "../person.ts";
import { countsSignals, keyfoldCommand, node } from "../program.ts";

describe("keyfold run --redact", () => {
  it("masks the values of --env, --file and --allow on both outputs, in pieces and encoded too", async () => {
    const bo = await runner({ a: canary, b: "second value", c: "third value" });
    const script = `const { A, CANARY } = process.env;
      process.stdout.write("a: " + CANARY.slice(0, 9));
      setTimeout(() => console.log(CANARY.slice(9) + " " + Buffer.from(A).toString("base64")), 50);
      console.error("b: second value, c: third value, d: fourth value");`;
    const flags = ["--redact", "--allow", "c,none", "--env", "A=a", "--file", "B=b"];
    const { code, stdout, stderr } = await bo.keyfold(["run", ...flags, "--", ...node(script)]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "a: <secret> <secret>\n",
      stderr: "b: <secret>, c: <secret>, d: fourth value\n",
    });
  });

  it("masks local values as well", async () => {
    const bo = person({ KEYFOLD__CONTEXT__SECRETS__A: canary, CANARY: canary });
    const { stdout } = await bo.keyfold(["run", "--redact", "--env", "A=a", "--shell", 'echo "$CANARY"']);
    expect(stdout).toBe("<secret>\n");
  });

  it("passes the exit code on, and starts nothing when a value can't be read", async () => {
    const bo = await runner({ a: canary });
    expect((await bo.keyfold(["run", "--redact", "--env", "A=a", "--", ...node("process.exit(9)")])).code).toBe(9);
    const { code, stderr } = await bo.keyfold(["run", "--redact", "--env", "A=none", "--", "true"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('There is no secret "none"') });
  });
});

describe("the outputs of a program whose values are masked", () => {
  const ofBo = () => person({ KEYFOLD__CONTEXT__SECRETS__A: canary, CANARY: canary });
  const redacted = ["run", "--redact", "--env", "A=a", "--"];

  it("can be opened by name, as pipes", async () => {
    const script =
      'echo "out $A" > /dev/stdout && echo "err $A" > /dev/stderr && test -p /dev/stdout && test -p /dev/stderr';
    const { code, stdout, stderr } = await ofBo().keyfold([...redacted, "sh", "-c", script]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "out <secret>\n", stderr: "err <secret>\n" });
  });

  it("may be no UTF-8, and are left as they are", () => {
    const print = [...redacted, "sh", "-c", `printf '\\377\\303%s\\200\\376' "$A"`];
    const printed = execFileSync(process.execPath, [keyfoldCommand, ...print], { env: ofBo().env });
    expect(printed).toEqual(Buffer.concat([Buffer.of(0xff, 0xc3), Buffer.from("<secret>"), Buffer.of(0x80, 0xfe)]));
  });

  it("are whole at its end, though something in the background that left its group holds them", async () => {
    const script = 'setsid sh -c "echo pid \\$\\$; exec sleep 60" & sleep 0.5; seq 20000; echo "$A"';
    const { code, stdout } = await ofBo().keyfold([...redacted, "sh", "-c", script]);
    const [first = "", ...lines] = stdout.split("\n");
    process.kill(Number(first.replace("pid ", "")), "SIGKILL");
    expect({ code, lines: lines.length, last: lines.slice(-3) }).toEqual({
      code: 0,
      lines: 20_002,
      last: ["20000", "<secret>", ""],
    });
  });

  it("are a terminal on a terminal, with its size, its keys and /dev/tty", async () => {
    const script = `test -t 0 && test -t 1 && test -t 2 && stty size && echo "$A" > /dev/tty && read -r line && echo "$line $A" && exit 4`;
    const { code, screen } = await ofBo().inTerminal(
      [...redacted, "sh", "-c", script],
      [{ shows: "<secret>", type: `${canary}\r` }],
    );
    expect({ code, screen }).toEqual({ code: 4, screen: "40 200\n<secret>\n<secret>\n<secret> <secret>\n" });
  });

  it("pass what is typed on as a terminal does: Ctrl-C reaches the program once", async () => {
    const { code, screen } = await ofBo().inTerminal(
      [...redacted, ...countsSignals("SIGINT")],
      [{ shows: "ready", type: "\u0003" }],
    );
    expect({ code, screen }).toEqual({ code: 5, screen: "ready\n^Ctimes 1\n" });
  });

  it("leave the terminal as it was, and the stream that is none alone", async () => {
    const bo = ofBo();
    const file = join(bo.home, "out");
    const inner = `test -t 1 || test -t 2 && echo "out $A" && echo "err $A" >&2`;
    const line = `before=$(stty -g); "$@" > ${file}; test "$before" = "$(stty -g)" && echo same; cat ${file}`;
    const words = ["-c", line, "sh", process.execPath, keyfoldCommand, ...redacted, "sh", "-c", inner];
    expect((await bo.inTerminal(words, [], ["sh"])).screen).toBe("err <secret>\nsame\nout <secret>\n");
  });
});
