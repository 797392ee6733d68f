import { expect, it } from "vitest";
import { groups, readOptions } from "./options.ts";

const defaults = {
  quick: false,
  profile: false,
  json: false,
  save: true,
  only: groups,
  logRows: 1_000_000,
  help: false,
};

it.each([
  ["", defaults],
  ["--quick", { ...defaults, quick: true, save: false }],
  ["-- --quick --save", { ...defaults, quick: true }],
  ["--only server", { ...defaults, only: ["server"], save: false }],
  ["--log-rows 10000000", { ...defaults, logRows: 10_000_000 }],
  ["--only local,command --json", { ...defaults, only: ["local", "command"], json: true, save: false }],
])("reads %j", (line, expected) => {
  expect(readOptions(line.split(" ").filter(Boolean))).toEqual(expected);
});

it("names a group that is not one, and an option that it does not know", () => {
  expect(() => readOptions(["--only", "servers"])).toThrow('not "servers"');
  expect(() => readOptions(["--fast"])).toThrow("--fast");
  expect(() => readOptions(["--log-rows", "many"])).toThrow('not "many"');
});
