import type { Command } from "commander";
import { acceptAuditHead } from "../instance/accept-head.ts";
import { addInstanceOptions, readInstance, type SettingsFlags } from "./settings-options.ts";

/** `keyfold-server audit accept-head`: after a restore, takes the log's end for what it is. */
export function addAuditAcceptHead(audit: Command, print: (line: string) => void): void {
  const command = audit
    .command("accept-head")
    .description("take the audit log's end as it is now: after a restore, or where a server is new");
  addInstanceOptions(command).action(async (instance: SettingsFlags) => {
    const rows = await acceptAuditHead({ settings: readInstance(instance) });
    print(`The audit log's ${rows} rows were checked, and its end was accepted.`);
  });
}
