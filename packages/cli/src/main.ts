#!/usr/bin/env node
import { checkNode } from "@keyfold/common/check-node";

checkNode("keyfold");
const args = process.argv.slice(2);
// Before anything else is loaded, as it may all be loaded once more.
const ended = args[0] === "run" ? await (await import("./runs/restart.ts")).restart() : undefined;
process.exitCode = ended ?? (await (await import("./keyfold.ts")).runKeyfold(args));
