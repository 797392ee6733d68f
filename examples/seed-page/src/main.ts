import { localSecrets } from "./chapters/local-secrets.ts";
import { settingSecrets } from "./chapters/setting-secrets.ts";
import { theConsole } from "./chapters/the-console.ts";
import { usingSecrets } from "./chapters/using-secrets.ts";
import { usingWithoutHolding } from "./chapters/using-without-holding.ts";
import { Stage } from "./stage.ts";
import { narrate, stepsThatHeld } from "./story.ts";

narrate(`Keyfold: people write secrets, only runs read them.

This story walks the page that Keyfold comes from, Prefect's "Secrets", with real packages, commands and a real server.
Every program it shows is a file in examples/seed-page/src/apps.`);

const stage = new Stage();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void stage[Symbol.asyncDispose]().finally(() => process.exit(1));
  });
}

try {
  await localSecrets(stage);
  const server = await settingSecrets(stage);
  await usingSecrets(stage, server);
  await usingWithoutHolding(stage, server);
  await theConsole(stage, server);
  narrate(`The end: ${stepsThatHeld()} facts, and every one of them held.

Next, type this in the same folder, and go on with docs/getting-started.md:

    export PATH="$PWD/node_modules/.bin:$PATH"
    alias keyfold="node $PWD/packages/cli/dist/main.js"
    keyfold config init`);
} catch (error) {
  process.stderr.write(`\n✘ ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await stage[Symbol.asyncDispose]();
}
