import type { Command } from "commander";
import { addServerCommand, lazy } from "./command.ts";

/** `keyfold whoami` */
export function addWhoami(program: Command): void {
  addServerCommand(program, "whoami", "show which server and token commands use, and what the token may do", [
    "keyfold whoami",
  ]).action(lazy(async () => (await import("../access/show-access.ts")).showIdentity));
}

/** `keyfold access NAME` */
export function addAccess(program: Command): void {
  addServerCommand(program, "access <name>", "show who can read a secret in a run, and by which grant", [
    `keyfold access "stripe key"`,
    `keyfold access "prod/orders/db url" --json`,
  ]).action(lazy(async () => (await import("../access/show-access.ts")).showAccess));
}
