// What a person does with the command on a laptop, without a server, in plain JavaScript, so that every system can run it as it is.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const command = join(import.meta.dirname, "../../../../packages/cli/dist/main.js");
const home = mkdtempSync(join(tmpdir(), "keyfold-local-command-"));
try {
  mkdirSync(join(home, ".keyfold"));
  writeFileSync(join(home, ".keyfold/config.toml"), '[context.secrets]\n"a key" = "VALUE"\n', { mode: 0o600 });
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("KEYFOLD_")));
  const options = { cwd: home, encoding: "utf8", env: { ...env, HOME: home, USERPROFILE: home } };
  const keyfold = (...args) => execFileSync(process.execPath, [command, ...args], options);

  assert.match(keyfold("--version"), /^\d+\.\d+\.\d+\n$/);
  assert.match(keyfold("--help"), /keyfold \[options\] \[command\]/);
  const shown = keyfold("config", "show", "--origin");
  assert.match(shown, /a key" = <secret>/);
  assert.ok(!shown.includes("VALUE"));

  const program = [process.execPath, "--eval", "process.exit(process.env.KEY === 'VALUE' ? 7 : 1)"];
  const run = spawnSync(process.execPath, [command, "run", "--env", "KEY=a key", "--", ...program], options);
  assert.deepEqual([run.status, run.stdout, run.stderr], [7, "", ""]);

  const wrong = spawnSync(process.execPath, [command, "secret", "list", "--json"], options);
  assert.equal(wrong.status, 1);
  assert.equal(JSON.parse(wrong.stderr).error.code, "NO_SERVER");
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log("the command works");
