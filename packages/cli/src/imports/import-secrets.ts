import type { SetSecretInput } from "@keyfold/client";
import type { ImportFlags } from "../commands/secret-import.ts";
import { connect } from "../server/connect.ts";
import { answer } from "../terminal/print.ts";
import { Progress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";
import { readImport } from "./read-import.ts";

/** Sets the secrets of a file, all or none; with `--dry-run` only says which are new. */
export async function importSecrets(file: string, { dryRun, format, json }: ImportFlags): Promise<void> {
  const progress = new Progress();
  try {
    progress.step(`reading ${file}`);
    const values = await readImport(file, format);
    const { client } = await connect();
    progress.step(`comparing ${values.size} names with the server's`);
    const known = new Set(await client.secretNames());
    const names = [...values.keys()].map((name) => ({ name, change: known.has(name) ? "changed" : "new" }));
    if (!dryRun && values.size > 0) {
      progress.step(`setting ${values.size} secrets`);
      const input: SetSecretInput[] = [...values].map(([name, value]) => ({ name, value }));
      await client.setSecrets(input);
    }
    progress.done();
    answer(json, { dryRun: dryRun === true, secrets: names }, () => inWords(names, dryRun === true));
  } finally {
    progress.done();
  }
}

function inWords(names: readonly { name: string; change: string }[], dryRun: boolean): string {
  const count = `${names.length} ${names.length === 1 ? "secret" : "secrets"}`;
  const rows = names.map(({ name, change }) => [change, name]);
  const total = dryRun ? `${count} would be set. Nothing was changed.` : `${count} set.`;
  return names.length === 0 ? "The file holds no secrets." : `${table(["CHANGE", "NAME"], rows, "")}\n${total}`;
}
