import { runKeyfoldServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { databaseUnavailable } from "../database/errors.ts";
import { ServerError } from "../server-error.ts";
import { formatError } from "./format-error.ts";

test("says what happened and what to do, for a person or a program", () => {
  const error = new ServerError("SETTINGS_INVALID", "This is wrong.", "Do that.", { cause: new Error("inside") });
  expect(formatError(error, false)).toBe("keyfold-server: This is wrong.\nDo that.");
  expect(formatError(error, false, true)).toBe(
    "keyfold-server: This is wrong.\nDo that.\ndocs/errors/SETTINGS_INVALID.md",
  );
  expect(JSON.parse(formatError(error, true))).toEqual({
    error: { code: "SETTINGS_INVALID", message: "This is wrong.", tip: "Do that." },
  });
  expect(formatError(new Error("a fault"), false)).toBe("keyfold-server: a fault");
  expect(JSON.parse(formatError("a fault", true))).toEqual({ error: { code: "INTERNAL", message: "a fault" } });
});

test("says why something is unavailable: a command has no log to look at", () => {
  const refused = new Error("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });
  expect(formatError(databaseUnavailable(refused), false)).toContain("The reason: connect ECONNREFUSED 127.0.0.1:1.\n");
  const everywhere = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  expect(formatError(databaseUnavailable(everywhere), false)).toContain("The reason: ECONNREFUSED.\n");
});

test("a command that prints JSON says its errors as JSON, too", async () => {
  const { code, stdout, stderr } = await runKeyfoldServer(["audit", "verify", "--json", "--data", temporaryFolder()]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(JSON.parse(stderr).error).toMatchObject({ code: "DATA_FOLDER_MISSING", tip: expect.stringContaining("init") });
});
