import { closeSync, mkdirSync, openSync } from "node:fs";
import { describeToken, insertTeam, newTeam } from "../access/new-team.ts";
import { RowKeys } from "../access/row-keys.ts";
import { allowedEntry } from "../audit/audit-entry.ts";
import { checkName } from "../input/names.ts";
import { wrappingKey } from "../master-key/master-key.ts";
import { ServerError } from "../server-error.ts";
import { defaultLimits } from "../settings/limits.ts";
import { type InstanceSettings, instanceSettings, type StoreSettings } from "../settings/settings.ts";
import type { Clock } from "../time/clock.ts";
import { TeamKeys } from "../vault/team-keys.ts";
import { commandChain } from "./command-record.ts";
import { auditHeadOf, dataPaths } from "./data-folder.ts";
import { insertInstance, isInstance, keySource, readAuditKey } from "./instance-keys.ts";
import { openDatabase } from "./open-instance.ts";

/** What `initInstance` asks for. */
export interface InitOptions {
  /** Made if it is not there, for its owner alone. */
  readonly dataFolder?: string | undefined;
  /** Where data and values will be, if not in the data folder. */
  readonly stores?: Partial<StoreSettings>;
  /** The name of the first team. Default `default`. */
  readonly team?: string;
  /** Whether its first token has a grant of runner beside that of admin. Default true. */
  readonly runner?: boolean;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: Clock;
}

/** The first team and its first token, which is shown this once: it is stored as a hash. */
export interface InitResult {
  readonly team: { readonly id: string; readonly name: string };
  readonly token: string;
  /** The roles of the token's grants, each for all of the team's names. */
  readonly roles: readonly string[];
}

/**
 * Prepares an instance: the master key, the database, the first team and its admin token. An `init` that was cut off
 * can be run again.
 *
 * @example
 * ```ts
 * const { token } = await initInstance({ dataFolder: "/var/lib/keyfold", team: "acme" });
 * ```
 *
 * @param options - `dataFolder`, or `stores` with a database and where the master key comes from.
 * @throws ServerError `ALREADY_INITIALISED` for a folder or database that has been prepared, `BAD_INPUT` for a bad team name,
 *   `MASTER_KEY_INVALID`, `DATABASE_INVALID`, `DATABASE_UNAVAILABLE`, `SETTINGS_INVALID`, `VAULT_UNAVAILABLE` for a master key
 *   that OpenBao's transit engine encrypts, `DATA_FOLDER_MISSING` if the folder can't be made, `AUDIT_UNAVAILABLE` for the audit
 *   stream, or `FILE_NOT_WRITTEN` for the file that says where the audit log ends.
 */
export async function initInstance(options: InitOptions): Promise<InitResult> {
  const { team: name = "default", clock = Date.now } = options;
  checkName(name, defaultLimits.nameCharacters, "A team's name");
  const settings = instanceSettings(options.dataFolder, options.stores);
  const source = keySource(settings);
  if (settings.data !== undefined) makeFolder(settings);
  const database = await openDatabase(settings);
  try {
    // Before a key is made that would be nobody's.
    if (await isInstance(database.reader)) throw alreadyInitialised(settings);
    await source.create();
    const team = newTeam(
      name,
      { isFirst: true, runner: options.runner ?? true },
      { createdAt: clock(), createdBy: "init", createdById: null },
    );
    const [candidate] = await source.candidates();
    if (candidate === undefined) throw new Error("the master key has no source");
    const wrapping = wrappingKey(await candidate.read());
    await database.transaction(async (transaction) => {
      if (await isInstance(transaction.query)) throw alreadyInitialised(settings);
      await insertInstance(transaction, wrapping, team.createdAt);
      const auditKey = await readAuditKey(transaction.query, wrapping);
      const keys = { rowKeys: new RowKeys(auditKey), teamKeys: new TeamKeys(async () => wrapping) };
      await insertTeam(transaction, keys, team);
      const call = { teamId: team.id, requestId: "init", actor: "init", actorId: null };
      await commandChain(auditKey, settings.auditStream).append(transaction, [
        allowedEntry({ ...call, action: "team.create", subject: name, detail: { id: team.id } }, team.createdAt),
        allowedEntry(
          { ...call, action: "token.create", subject: team.admin.id, detail: describeToken(team.admin) },
          team.createdAt,
        ),
      ]);
      // Before the commit, so that whoever gets no token can run init again.
      await auditHeadOf(settings, auditKey)?.accept(database, transaction.query);
    });
    return { team: { id: team.id, name }, token: team.admin.token, roles: team.admin.grants.map(({ role }) => role) };
  } finally {
    await database.close();
  }
}

function makeFolder(settings: InstanceSettings): void {
  const { folder, database } = dataPaths(settings);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // SQLite gives its other files the mode of this one.
    if (settings.database === undefined) closeSync(openSync(database, "a", 0o600));
  } catch (error) {
    throw notWritable(folder, error);
  }
}

function alreadyInitialised({ database, data }: InstanceSettings): ServerError {
  return new ServerError(
    "ALREADY_INITIALISED",
    `${database === undefined ? data : "The database"} has been prepared already; nothing was changed.`,
    "Start the server on it, or choose another folder or database.",
  );
}

function notWritable(folder: string, error: unknown): ServerError {
  return new ServerError(
    "DATA_FOLDER_MISSING",
    `The data folder ${folder} can't be made or written: ${(error as NodeJS.ErrnoException).code}.`,
    "Check the path and its permissions.",
    { cause: error },
  );
}
