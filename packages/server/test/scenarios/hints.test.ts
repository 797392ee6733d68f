import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { runKeyfoldServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";

/** The words of a command as a shell takes them. */
function wordsOf(command: string): string[] {
  return execFileSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

/** What stands behind a hint, as words. */
function hinted(printed: string, hint: string): string[] {
  const line = printed.split("\n").find((each) => each.startsWith(hint)) ?? "";
  return wordsOf(line.slice(hint.length));
}

test("hints repeat the options that were given, as a shell takes them", async () => {
  const data = join(temporaryFolder(), "it's my data");
  const head = join(temporaryFolder(), "the head");
  const options = ["--data", data, "--audit-head", head];
  const start = await runKeyfoldServer(["start", ...options, "--listen", "127.0.0.1:0"]);
  expect(start.code).toBe(1);
  expect(hinted(start.stderr, "Prepare it with: ")).toEqual(["keyfold-server", "init", ...options]);

  const init = await runKeyfoldServer(["init", ...options]);
  expect(hinted(init.stdout, "Start the server with:  ")).toEqual(["keyfold-server", "start", ...options]);

  const file = join(temporaryFolder(), "my backup");
  const backup = await runKeyfoldServer(["backup", file, ...options]);
  const restore = hinted(backup.stdout, "Restore it with:  ");
  expect(restore).toEqual(["keyfold-server", "restore", file, "--data", "NEW-FOLDER"]);
  const restored = restore.slice(1).map((word) => (word === "NEW-FOLDER" ? join(temporaryFolder(), "new") : word));
  expect((await runKeyfoldServer(restored)).code).toBe(0);

  renameSync(head, `${head} away`);
  const { stderr } = await runKeyfoldServer(["audit", "verify", ...options]);
  expect(stderr).toMatch(/keyfold-server audit accept-head --data '.*my data' --audit-head '.*the head'/);
});

test("the password of a URL is not repeated", async () => {
  const data = join(temporaryFolder(), "data");
  const { stderr } = await runKeyfoldServer(["start", "--data", data, "--vault", "http://keyfold:hunter2@127.0.0.1:9"]);
  expect(hinted(stderr, "Prepare it with: ")).toEqual(["keyfold-server", "init", "--data", data, "--vault", "URL"]);
});

test("with --json a line that is not understood is refused in JSON", async () => {
  const { code, stderr } = await runKeyfoldServer(["init", "--bogus", "--json"]);
  expect({ code, ...JSON.parse(stderr) }).toEqual({
    code: 2,
    error: {
      code: "SETTINGS_INVALID",
      message: "unknown option '--bogus'",
      tip: "See: keyfold-server init --help",
    },
  });
});

test("a line that is not understood is refused as by keyfold; without a command, the help is shown", async () => {
  const { code, stderr } = await runKeyfoldServer(["strt"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "keyfold-server: unknown command 'strt'. (Did you mean start?)\nSee: keyfold-server --help\n",
  });
  expect(await runKeyfoldServer([])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Usage: keyfold-server"),
  });
});
