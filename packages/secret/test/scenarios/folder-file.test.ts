import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { saveLogin } from "@keyfold/client/logins";
import { resetContext } from "@keyfold/context";
import { expect, onTestFinished, test } from "vitest";
import { getSecrets, Secret, withRun } from "../../src/index.ts";
import { configure } from "../../src/test/configure.ts";
import { startTeam, type Team } from "../../src/test/team.ts";

const cloudOnly = { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false" };

/** Makes the folder of the user file the working folder too, and writes its ./keyfold.toml. */
function folderFile(userFile: string, toml: string): void {
  const before = process.cwd();
  process.chdir(dirname(userFile));
  onTestFinished(() => process.chdir(before));
  writeFileSync(join(dirname(userFile), "keyfold.toml"), toml, { mode: 0o600 });
  resetContext();
}

async function runsOf({ admin }: Team): Promise<number> {
  return (await admin.runs()).length;
}

test("a server that ./keyfold.toml names is asked only by whoever logged in there", async () => {
  const team = await startTeam({ KEY: 42 });
  const file = configure("", { ...cloudOnly, KEYFOLD__CLOUD__TOKEN: team.runnerToken });
  folderFile(file, `[cloud]\nurl = "${team.url}"`);
  const read = (): Promise<unknown> => withRun({}, () => new Secret("KEY").get());
  await expect(read()).rejects.toMatchObject({ code: "UNTRUSTED_URL" });
  expect(await runsOf(team)).toBe(0);
  saveLogin(team.url, team.runnerToken);
  expect(await read()).toBe(42);
  expect(await runsOf(team)).toBe(1);
});

test("a variable that ./keyfold.toml spells into its url is not shown", async () => {
  const team = await startTeam();
  const file = configure("", { ...cloudOnly, KEYFOLD__CLOUD__TOKEN: team.runnerToken, OTHER: "of-the-environment" });
  folderFile(file, `[cloud]\nurl = "${team.url}/$OTHER"`);
  saveLogin(team.url, team.runnerToken);
  const error = await withRun({}, () => {}).catch((reason: Error) => reason);
  expect(error).toMatchObject({ code: "SERVER_UNREACHABLE" });
  expect(String(error)).not.toContain("of-the-environment");
});

test("a token in ./keyfold.toml is not used", async () => {
  const team = await startTeam();
  const file = configure(`[cloud]\nurl = "${team.url}"`, cloudOnly);
  folderFile(file, `[cloud]\ntoken = "${team.runnerToken}"`);
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "UNTRUSTED_TOKEN" });
  expect(await runsOf(team)).toBe(0);
});

test("a token file that ./keyfold.toml names is not read", async () => {
  const team = await startTeam();
  const file = configure(`[cloud]\nurl = "${team.url}"`, cloudOnly);
  writeFileSync(join(dirname(file), "token"), team.runnerToken);
  folderFile(file, '[cloud]\ntoken_file = "token"');
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "NO_TOKEN" });
  writeFileSync(file, `[cloud]\nurl = "${team.url}"\ntoken_file = "token"`, { mode: 0o600 });
  folderFile(file, "");
  expect(await withRun({}, () => 1)).toBe(1);
});

test("plain http to another machine is refused, also where ./keyfold.toml would allow it", async () => {
  const file = configure('[cloud]\nurl = "http://keyfold.invalid"\ntoken = "t"', cloudOnly);
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "INSECURE_URL" });
  folderFile(file, "[cloud]\nallow_insecure_http = true");
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "INSECURE_URL" });
  writeFileSync(file, '[cloud]\nurl = "http://keyfold.invalid"\ntoken = "t"\nallow_insecure_http = true', {
    mode: 0o600,
  });
  writeFileSync(join(dirname(file), "keyfold.toml"), "");
  resetContext();
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
});

test("secrets of ./keyfold.toml count only where secrets are local", async () => {
  const team = await startTeam({ KEY: 42, OWN: 42 });
  const cloud = { ...cloudOnly, KEYFOLD__CLOUD__URL: team.url, KEYFOLD__CLOUD__TOKEN: team.runnerToken };
  const ofFolder = '[context.secrets]\nKEY = "of the folder"\nOWN = "of the folder"\n';
  folderFile(configure('[context.secrets]\nOWN = "my own"\n', cloud), ofFolder);
  const read = (): Promise<unknown> => getSecrets(["KEY", "OWN"]);
  expect(await withRun({}, read)).toEqual({ KEY: 42, OWN: "my own" });
  folderFile(configure("", { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "true" }), ofFolder);
  expect(await read()).toEqual({ KEY: "of the folder", OWN: "of the folder" });
});
