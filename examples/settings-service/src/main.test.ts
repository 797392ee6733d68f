import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { runScript, startScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "main.ts");

function folder(): string {
  const copy = temporaryFolder();
  cpSync(join(import.meta.dirname, "../greeter.toml"), join(copy, "greeter.toml"));
  return copy;
}

it("greets, hides its key, follows its file, and keeps going when an edit is broken", async () => {
  const cwd = folder();
  const env = { GREETER_SIGNING_KEY: canary, GREETER__SERVER__PORT: "0" };
  const service = await startScript(main, /listening on (\S+)/, { cwd, env });
  const url = service.found;
  const greeting = async () => (await fetch(url)).text();
  expect(await greeting()).toBe("Hello from 127.0.0.1");
  const settings = await (await fetch(`${url}/settings`)).json();
  expect(settings).toMatchObject({ server: { port: 0 }, greeting: { signing_key: "<secret>" } });

  writeFileSync(join(cwd, "greeter.toml"), "[server]\nhost = 'x\n");
  await service.prints(/kept the old settings: .*greeter\.toml:2/);
  expect(await greeting()).toBe("Hello from 127.0.0.1");
  const text =
    "[server]\nhost = '127.0.0.1'\n[greeting]\ntext = 'Good evening'\nsigning_key = '$GREETER_SIGNING_KEY'\n";
  writeFileSync(join(cwd, "greeter.toml"), text);
  await service.prints(/new settings/);
  expect(await greeting()).toBe("Good evening");
});

it("does not start with a wrong setting, and says where it was set", async () => {
  const env = { GREETER_SIGNING_KEY: canary, GREETER__SERVER__PORT: "99999" };
  const { code, stderr } = await runScript(main, [], { cwd: folder(), env });
  expect(code).toBe(1);
  expect(stderr).toMatch(/server\.port \(GREETER__SERVER__PORT\): /);
});
