#!/usr/bin/env -S node --max-semi-space-size=24 --max-old-space-size=512
import { checkNode } from "@keyfold/common/check-node";

checkNode("keyfold-server");
const { runCommand } = await import("./commands/run-command.ts");
// All is closed by then but what does not answer: a connection to a frozen database would keep the process.
process.exit(await runCommand(process.argv.slice(2)));
