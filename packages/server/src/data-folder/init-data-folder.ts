import { closeSync, mkdirSync, openSync } from "node:fs";
import { AuditChain } from "../audit/audit-chain.ts";
import { allowedEntry } from "../audit/audit-entry.ts";
import type { Clock } from "../clock.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import { checkName } from "../secrets/check-name.ts";
import { ServerError } from "../server-error.ts";
import { defaultLimits } from "../settings/limits.ts";
import { insertTeam, newTeam } from "../teams/insert-team.ts";
import { DatabaseVault } from "../vault/database/database-vault.ts";
import { wrappingKey } from "../vault/master-key.ts";
import { insertInstance, isInstance, readAuditKey } from "./instance.ts";
import { dataPaths } from "./paths.ts";
import { readMasterKey } from "./read-master-key.ts";
import { writeMasterKey } from "./write-master-key.ts";

/** What `initDataFolder` asks for. */
export interface InitOptions {
  /** Made if it is not there, for its owner alone. */
  readonly dataFolder: string;
  /** The name of the first team. Default `default`. */
  readonly team?: string;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: Clock;
}

/** The first team and its admin token, which is shown this once. */
export interface InitResult {
  readonly team: { readonly id: string; readonly name: string };
  readonly token: string;
}

/**
 * Prepares a data folder: the master key, the database, the first team and its admin token. An `init` that was cut off
 * can be run again.
 *
 * @throws ServerError `ALREADY_INITIALISED` for a folder that has been prepared, `BAD_INPUT` for a bad team name,
 * `MASTER_KEY_INVALID`, `DATABASE_INVALID`, or `DATA_FOLDER_MISSING` if the folder can't be made.
 */
export async function initDataFolder(options: InitOptions): Promise<InitResult> {
  const { dataFolder, team: name = "default", clock = Date.now } = options;
  checkName(name, defaultLimits.nameCharacters, "A team's name");
  const paths = dataPaths(dataFolder);
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(paths.database, "a", 0o600));
    writeMasterKey(paths.masterKey);
  } catch (error) {
    throw notWritable(dataFolder, error);
  }
  const wrapping = wrappingKey(readMasterKey(paths.masterKey));
  const database = await openSqlite(paths.database);
  try {
    const team = newTeam(name, clock(), true);
    await database.transaction(async (transaction) => {
      if (await isInstance(transaction.query)) throw alreadyInitialised(dataFolder);
      await insertInstance(transaction, wrapping, team.createdAt);
      await insertTeam(transaction, new DatabaseVault(database, wrapping), team);
      const auditKey = await readAuditKey(transaction.query, wrapping);
      if (auditKey === undefined) throw new Error("the instance's row is gone");
      const call = { teamId: team.id, requestId: "init", actor: "init", actorId: null };
      await new AuditChain(auditKey).append(transaction, [
        allowedEntry({ ...call, action: "team.create", subject: name }, team.createdAt),
        allowedEntry({ ...call, action: "token.create", subject: team.admin.id }, team.createdAt),
      ]);
    });
    return { team: { id: team.id, name }, token: team.admin.token };
  } finally {
    await database.close();
  }
}

function alreadyInitialised(folder: string): ServerError {
  return new ServerError(
    "ALREADY_INITIALISED",
    `${folder} has been prepared already; nothing was changed.`,
    "Start the server on it, or choose another folder.",
  );
}

function notWritable(folder: string, error: unknown): ServerError {
  return new ServerError(
    "DATA_FOLDER_MISSING",
    `The data folder ${folder} can't be made or written: ${(error as NodeJS.ErrnoException).code}.`,
    "Check the path and its permissions.",
    error,
  );
}
