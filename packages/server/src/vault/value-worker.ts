/**
 * A thread that reads and decrypts newest values, with a connection of its own to SQLite's file. It answers nothing where values
 * are large or one does not decrypt: whoever asked then reads them without a thread, and is told what is wrong.
 */
import { parentPort, workerData } from "node:worker_threads";
import SqliteConnection from "better-sqlite3";
import { queriesOver } from "../database/sqlite/statements.ts";
import type { ValuesAsked, ValuesFound } from "./database-vault.ts";
import { decryptionFailed, decryptValue, numberOfKey } from "./encryption.ts";
import { newestStored } from "./values.ts";

/** Of the values of one question, as they are stored: many answers may wait for whoever asked. */
const maxBytes = 128 * 1024;

const queries = queriesOver(new SqliteConnection(workerData as string, { timeout: 5000, readonly: true }));
/** Settles when what was asked before is answered. */
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (asked: ValuesAsked) => {
  last = last.then(async () => parentPort?.postMessage(await find(asked).catch(() => undefined)));
});

async function find({ teamId, searches, keys }: ValuesAsked): Promise<ValuesFound> {
  let bytes = 0;
  const newest = await newestStored(queries, teamId, searches, (size) => {
    bytes += size;
    if (bytes > maxBytes) throw new Error("more than a thread sends");
  });
  const values = newest.map((there) => {
    if (there === undefined) return null;
    const dataKey = keys.get(numberOfKey(there.sealed));
    if (dataKey === undefined) throw decryptionFailed();
    const { secretId, name, version } = there.key;
    return [secretId, name, version, decryptValue(dataKey, there.key, there.sealed).reveal()];
  });
  return { bytes, json: JSON.stringify(values) };
}
