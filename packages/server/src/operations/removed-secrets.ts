import type { Selectable } from "kysely";
import { type AuditCall, withKnown } from "../audit/audit-entry.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { Repeated } from "../time/timed-work.ts";
import type { AfterCommit, Vault } from "../vault/vault.ts";
import type { Operations } from "./operation.ts";
import { secretNotFound } from "./secrets.ts";

const dayMs = 86_400_000;
const sweepEveryMs = 3_600_000;
/** Secrets that one commit of a sweep removes: others wait for it. */
const secretsPerSweep = 20;

type NamedSecret = Pick<Selectable<Tables["secret"]>, "id" | "team_id" | "name">;

/** What removes secrets, and brings them back. Of each name, the one that was removed last can be restored. */
export const removedSecrets: Operations<"deleteSecret" | "restoreSecret"> = {
  /** Removes a secret: it can be restored for `deletedDays`. With `purge`, for good, and also what was removed before. */
  deleteSecret: {
    for: "token",
    action: "secret.delete",
    subjects: ({ input }) => [input.name],
    names: "editor",
    checkedInCommit: true,
    run: async ({ server, token, calls }, { input: { name, purge } }) => {
      const { teamId, actor } = token;
      const recorded = purge ? withKnown(calls, { detail: { purge } }) : calls;
      const remove = async (transaction: Transaction): Promise<{ gone: NamedSecret[]; finish: AfterCommit }> => {
        const { query } = transaction;
        // Nobody could restore it after the one that is removed now.
        const before = await query
          .deleteFrom("removed_secret")
          .where("team_id", "=", teamId)
          .where("name", "=", name)
          .returning(["id", "team_id", "name"])
          .execute();
        const secret = await query
          .deleteFrom("secret")
          .where("team_id", "=", teamId)
          .where("name", "=", name)
          .returningAll()
          .executeTakeFirst();
        if (secret === undefined && !(purge && before.length > 0)) throw secretNotFound();
        if (secret !== undefined && !purge) {
          const removed = { ...secret, deleted_at: server.clock(), deleted_by: actor };
          await query.insertInto("removed_secret").values(removed).execute();
        }
        const gone: NamedSecret[] = secret !== undefined && purge ? [...before, secret] : before;
        return { gone, finish: await forgetValues(server.vault, transaction, gone) };
      };
      const { gone, finish } = await server.audit.write(recorded, remove, token);
      await finish();
      if (gone.length > 0) await server.database.overwriteDeleted();
      return { success: true };
    },
  },

  /** Brings the secret of a name back that was removed, with its versions. */
  restoreSecret: {
    for: "token",
    action: "secret.restore",
    subjects: ({ input }) => [input.name],
    names: "editor",
    checkedInCommit: true,
    run: async ({ server, token, calls }, { input: { name } }) => {
      const { teamId } = token;
      const recorded = ({ id: secretId, version }: { id: string; version: number }): AuditCall[] =>
        withKnown(calls, { version, detail: { secretId } });
      const restore = async ({ query }: Transaction): Promise<{ id: string; version: number }> => {
        const removed = await query
          .deleteFrom("removed_secret")
          .where("team_id", "=", teamId)
          .where("name", "=", name)
          .returningAll()
          .executeTakeFirst();
        if (removed === undefined) throw notRemoved();
        const there = await query
          .selectFrom("secret")
          .select("version")
          .where("team_id", "=", teamId)
          .where("name", "=", name)
          .executeTakeFirst();
        if (there !== undefined) throw nameTaken();
        const { deleted_at: _at, deleted_by: _by, ...secret } = removed;
        await query.insertInto("secret").values(secret).execute();
        return secret;
      };
      const { version } = await server.audit.write(recorded, restore, token);
      return { success: true, version };
    },
  },
};

/** Removes the versions of secrets, and their values, for good. */
async function forgetValues(
  vault: Vault,
  transaction: Transaction,
  secrets: readonly NamedSecret[],
): Promise<AfterCommit> {
  const finishers: AfterCommit[] = [];
  for (const { id, team_id: teamId, name } of secrets) {
    const rows = await transaction.query
      .deleteFrom("secret_version")
      .where("secret_id", "=", id)
      .returning("version")
      .execute();
    const versions = rows.map(({ version }) => version);
    finishers.push(await vault.forget(transaction, { teamId, secretId: id, name }, versions));
  }
  return async () => {
    for (const finish of finishers) await finish();
  };
}

/** Removes for good, now and every hour, the secrets that were removed more than `deletedDays` ago. */
export function sweepRemovedSecrets(server: ServerParts): Repeated {
  const sweep = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && (await isAnyDue(server))) await removeDue(server);
  };
  const report = (error: unknown): void =>
    server.log.warn({ err: error }, "removed secrets stay for now: tried again in an hour");
  const repeated = new Repeated(sweep, sweepEveryMs, report);
  repeated.start();
  return repeated;
}

function lastDue({ clock, limits }: ServerParts): number {
  return clock() - limits.deletedDays * dayMs;
}

async function isAnyDue(server: ServerParts): Promise<boolean> {
  const due = server.database.reader
    .selectFrom("removed_secret")
    .select("id")
    .where("deleted_at", "<=", lastDue(server));
  return (await due.limit(1).executeTakeFirst()) !== undefined;
}

async function removeDue(server: ServerParts): Promise<void> {
  const recorded = ({ due }: { due: readonly NamedSecret[] }): AuditCall[] => due.map(sweepCall);
  const { finish } = await server.audit.write(recorded, async (transaction) => {
    const due = await transaction.query
      .selectFrom("removed_secret")
      .select(["id", "team_id", "name"])
      .where("deleted_at", "<=", lastDue(server))
      .orderBy("deleted_at")
      .limit(secretsPerSweep)
      .execute();
    for (const { id } of due) {
      await transaction.query.deleteFrom("removed_secret").where("id", "=", id).execute();
    }
    return { due, finish: await forgetValues(server.vault, transaction, due) };
  });
  await finish();
  await server.database.overwriteDeleted();
}

function sweepCall({ team_id: teamId, name: subject }: NamedSecret): AuditCall {
  return { teamId, requestId: "sweep", actor: "server", actorId: null, action: "secret.purge", subject };
}

function notRemoved(): ServerError {
  return new ServerError(
    "NOT_FOUND",
    "No removed secret of this name can be restored.",
    "See those that can be with `keyfold secret list --deleted`.",
  );
}

function nameTaken(): ServerError {
  return new ServerError(
    "CONFLICT",
    "There is a secret of this name.",
    "Only the one that was removed last can be restored: were this one removed now, it would be this one.",
  );
}
