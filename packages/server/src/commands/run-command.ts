import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { ServerError } from "../server-error.ts";
import { addAuditAcceptHead } from "./audit-accept-head.ts";
import { addAuditVerify } from "./audit-verify.ts";
import { addBackup } from "./backup.ts";
import { formatError } from "./format-error.ts";
import { addInit } from "./init.ts";
import { addRestore } from "./restore.ts";
import { addRotateKey } from "./rotate-key.ts";
import { addStart } from "./start.ts";

/** Runs `keyfold-server` with its arguments and gives the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const program = new Command("keyfold-server")
    .description("The Keyfold server: people write secrets, only runs read them.")
    .version(manifest.version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  addInit(program, print);
  addStart(program, print);
  const audit = program.command("audit").description("the audit log");
  addAuditVerify(audit, print);
  addAuditAcceptHead(audit, print);
  addRotateKey(program, print);
  addBackup(program, print);
  addRestore(program, print);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${formatError(error, args.includes("--json"))}\n`);
    return error instanceof ServerError && error.code === "SETTINGS_INVALID" ? 2 : 1;
  }
}
