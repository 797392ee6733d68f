import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { type AuditCall, withKnown } from "../audit/audit-entry.ts";
import type { Transaction } from "../database/database.ts";
import { statement } from "../database/run-compiled.ts";
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
    checkedInCommit: true,
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
    checkedInCommit: true,
    run: async (context, { input }) => ({ success: true, versions: await setSecrets(context, input) }),
  },

  /** Changes what is known of a secret beside its value: what is absent stays, null clears. */
  describeSecret: {
    for: "token",
    action: "secret.describe",
    subjects: ({ input }) => [input.name],
    names: "editor",
    checkedInCommit: true,
    run: async ({ server, token, calls }, { input }) => {
      const changes = readDescription(input, server.limits.nameCharacters);
      const { name: _name, ...given } = input;
      const recorded = withKnown(calls, { detail: { changed: Object.keys(given) } });
      const update = async ({ query }: Transaction): Promise<void> => {
        const { numUpdatedRows } = await query
          .updateTable("secret")
          .set(changes)
          .where("team_id", "=", token.teamId)
          .where("name", "=", input.name)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) throw secretNotFound();
      };
      await server.audit.write(recorded, update, token);
      return { success: true };
    },
  },

  /** Copies an older version of a value on top, as a new version. Nobody is shown it. */
  rollbackSecret: {
    for: "token",
    action: "secret.rollback",
    subjects: ({ input }) => [input.name],
    names: "editor",
    checkedInCommit: true,
    run: async ({ server, token, calls }, { input: { name, version: wanted } }) => {
      const { teamId } = token;
      const recorded = ({ secretId, version }: AddedVersion): AuditCall[] =>
        withKnown(calls, { version: wanted, detail: { secretId, newVersion: version } });
      const copy = async (transaction: Transaction): Promise<AddedVersion> => {
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
      };
      const { version, finish } = await server.audit.write(recorded, copy, token);
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
  const set = async (transaction: Transaction): Promise<AddedVersion[]> => {
    const versions: AddedVersion[] = [];
    for (const [index, { name, ifVersion }] of inputs.entries()) {
      if (ifVersion != null) await checkVersion(transaction.query, token.teamId, name, ifVersion);
      const store = (key: ValueKey): Promise<void> => server.vault.keep(transaction, key, staged[index]);
      versions.push(await addVersion(server, transaction, token, name, store));
    }
    return versions;
  };
  const added = await server.audit.write(recorded, set, token);
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
  const now = clock();
  const [row] = await putSecret(transaction, randomUUID(), teamId, name, folderOf(name), now, now, actor);
  if (row === undefined) throw new Error("the database gave back no version");
  const { id: secretId, version } = row;
  await insertVersion(transaction, secretId, version, teamId, name, now, actor);
  const secret = { teamId, secretId, name };
  await store({ ...secret, version });
  if (version <= limits.versionsKept) return { secretId, version, finish: nothingLeft };

  const old = await deleteVersions(transaction, secretId, version - limits.versionsKept);
  const versions = old.map((removed) => removed.version);
  return { secretId, version, finish: await vault.forget(transaction, secret, versions) };
}

const putSecret = statement(
  "put secret",
  (id: string, teamId: string, name: string, folder: string, createdAt: number, updatedAt: number, updatedBy: string) =>
    sql<{ readonly id: string; readonly version: number }>`
    insert into secret (id, team_id, name, folder, version, created_at, updated_at, updated_by)
    values (${id}, ${teamId}, ${name}, ${folder}, 1, ${createdAt}, ${updatedAt}, ${updatedBy})
    on conflict (team_id, name) do update
    set version = secret.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    returning id, version`,
);

const insertVersion = statement(
  "insert version",
  (secretId: string, version: number, teamId: string, name: string, at: number, by: string) => sql`
    insert into secret_version (secret_id, version, team_id, name, created_at, created_by)
    values (${secretId}, ${version}, ${teamId}, ${name}, ${at}, ${by})`,
);

/** Those up to a version, that included. */
const deleteVersions = statement(
  "delete versions",
  (secretId: string, newest: number) => sql<{ readonly version: number }>`
    delete from secret_version where secret_id = ${secretId} and version <= ${newest} returning version`,
);

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
