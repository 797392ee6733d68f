import type { Command } from "commander";
import { createServer } from "../create-server.ts";
import { readListen } from "../settings/read-listen.ts";

interface StartFlags {
  data: string;
  listen: string;
}

/** `keyfold-server start`: serves a data folder until it is told to stop. */
export function addStart(program: Command, print: (text: string) => void): void {
  program
    .command("start")
    .description("serve a data folder")
    .requiredOption("--data <folder>", "a folder that `keyfold-server init` prepared")
    .option("--listen <host:port>", "where to listen; port 0 picks a free one", "127.0.0.1:4250")
    .action(async ({ data, listen }: StartFlags) => {
      const address = readListen(listen);
      const server = await createServer({ dataFolder: data });
      try {
        print(`listening on ${await server.listen(address)}`);
      } catch (error) {
        await server.close();
        throw error;
      }
      await stopSignal();
      await server.close();
    });
}

/** Resolves at SIGTERM or SIGINT; a second one ends the process at once, as without a handler. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
}
