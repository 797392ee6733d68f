import { processEnvironment } from "@keyfold/common/process-environment";
import type { Command } from "commander";
import { checkTransport, readListen } from "../settings/listen-address.ts";
import { addServerOptions, readSettings, type SettingsFlags, serverOptions } from "./settings-options.ts";

/** `keyfold-server start`: serves a data folder until it is told to stop. */
export function addStart(program: Command, print: (line: string) => void): void {
  const command = program.command("start").description("serve a data folder");
  addServerOptions(command).action(async (flags: SettingsFlags) => {
    const settings = readSettings(flags);
    const address = readListen(settings.listen);
    checkTransport(address, settings);
    // Most of what there is to load, and no other command needs it.
    const { createServer } = await import("../create-server.ts");
    const server = await createServer({ ...serverOptions(settings), tracingVariables: processEnvironment() });
    const reload = (): void => void server.reload();
    process.on("SIGHUP", reload);
    try {
      const { metrics, metricsListen } = settings;
      if (metrics && metricsListen !== undefined) await server.listenMetrics(readListen(metricsListen));
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
