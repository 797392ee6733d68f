import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { type AuditCall, withKnown } from "../audit/audit-entry.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { SetSecretInput } from "../generated/resolvers.ts";
import { readDescription } from "../input/descriptions.ts";
import { checkNewName } from "../input/names.ts";
import { checkValue } from "../input/values.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { SecretKey, ValueKey } from "../vault/encryption.ts";
import { type AfterCommit, nothingLeft } from "../vault/vault.ts";
import { folderOf } from "./folders.ts";
import type { OperationContext, Operations } from "./operation.ts";

/** What people do with secrets: none of it gives a value back. */
export const secrets: Operations<"setSecret" | "setSecrets" | "describeSecret" | "rollbackSecret"> = {
  setSecret: {
    for: "token",
    action: "secret.set",
    subjects: ({ input }) => [input.name],
    names: "editor",
    run: async (context, { input }) => {
      const [version = 0] = await setSecrets(context, [input]);
      return { success: true, version };
    },
  },

  setSecrets: {
    for: "token",
    action: "secret.set",
    subjects: ({ input }) => input.map(({ name }) => name),
    names: "editor",
    run: async (context, { input }) => ({ success: true, versions: await setSecrets(context, input) }),
  },

  /** Changes what is known of a secret beside its value: what is absent stays, null clears. */
  describeSecret: {
    for: "token",
    action: "secret.describe",
    subjects: ({ input }) => [input.name],
    names: "editor",
    run: async ({ server, token, calls }, { input }) => {
      const changes = readDescription(input, server.limits.nameCharacters);
      const { name: _name, ...given } = input;
      const recorded = withKnown(calls, { detail: { changed: Object.keys(given) } });
      await server.audit.write(recorded, async ({ query }) => {
        const { numUpdatedRows } = await query
          .updateTable("secret")
          .set(changes)
          .where("team_id", "=", token.teamId)
          .where("name", "=", input.name)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) throw secretNotFound();
      });
      return { success: true };
    },
  },

  /** Copies an older version of a value on top, as a new version. Nobody is shown it. */
  rollbackSecret: {
    for: "token",
    action: "secret.rollback",
    subjects: ({ input }) => [input.name],
    names: "editor",
    run: async ({ server, token, calls }, { input: { name, version: wanted } }) => {
      const { teamId } = token;
      const recorded = ({ secretId, version }: AddedVersion): AuditCall[] =>
        withKnown(calls, { version: wanted, detail: { secretId, newVersion: version } });
      const { version, finish } = await server.audit.write(recorded, async (transaction) => {
        const secret = await findSecret(transaction.query, teamId, name);
        const versions = await transaction.query
          .selectFrom("secret_version")
          .select("version")
          .where("secret_id", "=", secret.secretId)
          .execute();
        if (!versions.some((row) => row.version === wanted)) throw versionNotFound(wanted, versions);
        return addVersion(server, transaction, token, name, (key) =>
          server.vault.copy(transaction, { ...secret, version: wanted }, key.version),
        );
      });
      await finish();
      return { success: true, version };
    },
  },
};

/** Sets values, all or none; each name gets its next version. Gives the versions, in order. */
async function setSecrets(
  { server, token, calls }: OperationContext & { readonly token: TeamCaller },
  inputs: readonly SetSecretInput[],
): Promise<number[]> {
  for (const { name } of inputs) checkNewName(name);
  const values = inputs.map(({ name, value }) => ({ name, value: checkValue(value, server.limits) }));

  const staged = await server.vault.stage(token.teamId, values);
  const recorded = (added: readonly AddedVersion[]): AuditCall[] =>
    added.flatMap(({ secretId, version }, index) =>
      // With the secret's id, as a name can be removed and made anew.
      withKnown(calls.slice(index, index + 1), { version, detail: { secretId } }),
    );
  const added = await server.audit.write(recorded, async (transaction) => {
    const versions: AddedVersion[] = [];
    for (const [index, { name, ifVersion }] of inputs.entries()) {
      if (ifVersion != null) await checkVersion(transaction.query, token.teamId, name, ifVersion);
      const store = (key: ValueKey): Promise<void> => server.vault.keep(transaction, key, staged[index]);
      versions.push(await addVersion(server, transaction, token, name, store));
    }
    return versions;
  });
  for (const { finish } of added) await finish();
  return added.map(({ version }) => version);
}

interface AddedVersion {
  readonly secretId: string;
  readonly version: number;
  /** What remains to be done once it is committed. */
  readonly finish: AfterCommit;
}

/**
 * Gives a name its next version, from 1, and removes the versions beyond the setting `versionsKept`. `store` puts the
 * value in the vault.
 */
async function addVersion(
  { clock, vault, limits }: ServerParts,
  transaction: Transaction,
  { teamId, actor }: TeamCaller,
  name: string,
  store: (key: ValueKey) => Promise<void>,
): Promise<AddedVersion> {
  const { query } = transaction;
  const now = clock();
  const folder = folderOf(name);
  const updated = { updated_at: now, updated_by: actor };
  const { id, version } = await query
    .insertInto("secret")
    .values({ id: randomUUID(), team_id: teamId, name, folder, version: 1, created_at: now, ...updated })
    .onConflict((conflict) =>
      conflict.columns(["team_id", "name"]).doUpdateSet((row) => ({
        version: row("secret.version", "+", 1),
        ...updated,
      })),
    )
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
  await query
    .insertInto("secret_version")
    .values({ secret_id: id, version, team_id: teamId, name, created_at: now, created_by: actor })
    .execute();
  const secret = { teamId, secretId: id, name };
  await store({ ...secret, version });
  if (version <= limits.versionsKept) return { secretId: id, version, finish: nothingLeft };

  const old = await query
    .deleteFrom("secret_version")
    .where("secret_id", "=", id)
    .where("version", "<=", version - limits.versionsKept)
    .returning("version")
    .execute();
  const versions = old.map((row) => row.version);
  return { secretId: id, version, finish: await vault.forget(transaction, secret, versions) };
}

/**
 * Checks which version of a name is the newest; 0 stands for none.
 *
 * @throws ServerError `CONFLICT` if it is another than `expected`.
 */
async function checkVersion(query: Kysely<Tables>, teamId: string, name: string, expected: number): Promise<void> {
  const row = await query
    .selectFrom("secret")
    .select("version")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .executeTakeFirst();
  const version = row?.version ?? 0;
  if (version === expected) return;
  throw new ServerError(
    "CONFLICT",
    version === 0 ? "There is no secret of this name." : `The secret's newest version is ${version}.`,
    `Somebody else changed it: look at it with \`keyfold secret history\`, then expect version ${version}.`,
  );
}

/**
 * The secret of a name.
 *
 * @throws ServerError `NOT_FOUND`.
 */
async function findSecret(query: Kysely<Tables>, teamId: string, name: string): Promise<SecretKey> {
  const row = await query
    .selectFrom("secret")
    .select("id")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .executeTakeFirst();
  if (row === undefined) throw secretNotFound();
  return { teamId, secretId: row.id, name };
}

/** `NOT_FOUND` for a secret. */
export function secretNotFound(message = "There is no secret of this name."): ServerError {
  return new ServerError(
    "NOT_FOUND",
    message,
    "See the team's names with `keyfold secret list`, and set this one with `keyfold secret set`.",
  );
}

function versionNotFound(wanted: number, versions: readonly { version: number }[]): ServerError {
  const there = versions.map(({ version }) => version).sort((a, b) => b - a);
  return new ServerError(
    "NOT_FOUND",
    `There is no version ${wanted} of this secret.`,
    `Its versions are ${there.slice(0, 20).join(", ")}.`,
  );
}
