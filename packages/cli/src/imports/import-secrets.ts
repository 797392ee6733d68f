import type { SetSecretInput } from "@keyfold/client";
import { connect } from "../server/connect.ts";
import { formatTable } from "../terminal/format.ts";
import { type JsonFlag, Progress, printResult } from "../terminal/print.ts";
import { type FileFormat, readImport } from "./read-import.ts";

export interface ImportFlags extends JsonFlag {
  dryRun?: boolean;
  format?: FileFormat;
}

/** Sets the secrets of a file, all or none; with `--dry-run` it only shows which are new. */
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
    progress.clear();
    printResult(json, { dryRun: dryRun === true, secrets: names }, () => describe(names, dryRun === true));
  } finally {
    progress.clear();
  }
}

function describe(names: readonly { name: string; change: string }[], dryRun: boolean): string {
  const count = `${names.length} ${names.length === 1 ? "secret" : "secrets"}`;
  const rows = names.map(({ name, change }) => [change, name]);
  const total = dryRun ? `${count} would be set. Nothing was changed.` : `${count} set.`;
  return names.length === 0 ? "The file holds no secrets." : `${formatTable(["CHANGE", "NAME"], rows, "")}\n${total}`;
}
