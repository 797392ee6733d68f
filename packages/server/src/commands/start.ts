import type { Command } from "commander";
import { createServer } from "../create-server.ts";
import { processEnvironment } from "../process-environment.ts";
import { checkAddress } from "../settings/check-address.ts";
import { loadSettings, type SettingsSources } from "../settings/load-settings.ts";
import { readListen } from "../settings/read-listen.ts";
import { ownSettings } from "../settings/settings.ts";
import { serverOptions } from "./server-options.ts";

type StartFlags = SettingsSources["flags"] & { readonly config?: string };

/** `keyfold-server start`: serves a data folder until it is told to stop. */
export function addStart(program: Command, print: (text: string) => void): void {
  const command = program
    .command("start")
    .description("serve a data folder")
    .option("--config <file>", "a TOML file with a table [server]");
  for (const { option, about } of Object.values(ownSettings)) if (option) command.option(`${option} <value>`, about);
  command.action(async ({ config: file, ...flags }: StartFlags) => {
    const env = processEnvironment();
    const settings = loadSettings({ file, flags, env });
    const address = readListen(settings.listen);
    checkAddress(address, settings);
    const server = await createServer({ ...serverOptions(settings), tracingVariables: env });
    const reload = (): void => void server.reload();
    process.on("SIGHUP", reload);
    try {
      const line = `listening on ${await server.listen(address)}`;
      // Whoever reads the audit stream there gets nothing else.
      if (settings.auditStream === "stdout") process.stderr.write(`${line}\n`);
      else print(line);
      await stopSignal();
    } finally {
      await server.close();
      process.off("SIGHUP", reload);
    }
  });
}

/** Resolves at SIGTERM or SIGINT; a second one, whichever, ends the process at once, as without a handler. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGTERM", stop).off("SIGINT", stop);
      resolve();
    };
    process.on("SIGTERM", stop).on("SIGINT", stop);
  });
}
