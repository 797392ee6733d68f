#!/usr/bin/env node
import { writeSync } from "node:fs";
import { checkNode } from "@keyfold/common/check-node";
import manifest from "../package.json" with { type: "json" };
import { keepCompiledCode } from "./compile-cache.ts";

checkNode("keyfold");
// Until it is known how it ended: a command that waits for something that never comes has failed.
process.exitCode = 1;
void main(process.argv.slice(2));

/** What is not needed is not loaded: a command starts for each program that it runs. */
async function main(args: readonly string[]): Promise<void> {
  if (args.length === 1 && /^(-v|-V|--version)$/.test(String(args[0]))) {
    // To load process.stdout takes as long as all the rest.
    writeSync(1, `${manifest.version}\n`);
    process.exitCode = 0;
    return;
  }
  keepCompiledCode(args[0] === "run" && args.includes("--") ? "run" : "other");
  // Before anything else is loaded, as it may all be loaded once more.
  const ended = args[0] === "run" ? await (await import("./runs/environment.ts")).hideTokens() : undefined;
  process.exitCode = ended ?? (await (await import("./keyfold.ts")).runKeyfold(args));
}
