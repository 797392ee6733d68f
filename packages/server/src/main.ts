#!/usr/bin/env -S node --max-semi-space-size=16 --max-old-space-size=512
import { runCommand } from "./commands/run-command.ts";

process.exitCode = await runCommand(process.argv.slice(2));
