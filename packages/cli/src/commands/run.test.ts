import { expect, test } from "vitest";
import { makeProgram } from "../program.ts";
import { readRunLine } from "./run.ts";

/** What commander reads of a line after `keyfold run`. */
async function readByCommander(args: readonly string[]): Promise<object> {
  const program = makeProgram(() => {});
  let line = {};
  program.hook("preAction", (_program, command) => {
    line = { words: command.args.slice(1), flags: command.opts() };
    throw new Error("nothing is run here");
  });
  await expect(program.parseAsync(["run", ...args], { from: "user" })).rejects.toThrow("nothing is run here");
  return line;
}

test.for<[string[]]>([
  [["--", "true"]],
  [["--", "list"]],
  [["--", "--", "true", "--json"]],
  [["--env", "A=a", "--json", "--env", "B=b", "--file", "C=c", "--", "node", "--env", "x"]],
  [["--allow", "a,b\\,c", "--allow", "d", "--folder", "prod/orders", "--label", "", "--ttl", "5m", "--", "true"]],
  [["--as", "ada", "--as", "ghp_…", "--use", "A=b@api.example.com", "--only", "--broker", "unix:/b", "--", "true"]],
  [["--label", "--json", "--label", "-x", "--redact", "--prefect", "--shell", "env", "--"]],
])("a run is read as commander reads it: %j", async ([args]) => {
  expect(readRunLine(args)).toEqual(await readByCommander(args));
});

test.for<[string[]]>([
  [["true"]],
  [["list", "--all"]],
  [["--label=x", "--", "true"]],
  [["--ttl", "5", "--", "true"]],
  [["--label", "--", "true"]],
  [["--help", "--", "true"]],
  [["--alow", "a", "--", "true"]],
])("what is typed otherwise, or is wrong, is left to commander: %j", ([args]) => {
  expect(readRunLine(args)).toBeUndefined();
});
