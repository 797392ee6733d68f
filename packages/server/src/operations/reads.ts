import { checkAllowList, type RunCaller } from "../access/caller.ts";
import { allowedEntry, refusedEntry } from "../audit/audit-entry.ts";
import type { ResponseBudget } from "../budgets/response-budget.ts";
import type { SecretValue } from "../generated/resolvers.ts";
import { checkBatch, checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { newestStored } from "../vault/values.ts";
import type { Operations } from "./operation.ts";
import { secretNotFound } from "./secrets.ts";

/**
 * Reads of values, by runs alone. Before them `http/graphql-route.ts` authenticated and parsed the request, and
 * `graphql/guard-fields.ts` enforced the field's `@allow`. A step that throws refuses the read, and the guard records that.
 */
export const reads: Operations<"secretValue" | "secretValues"> = {
  secretValue: {
    for: "run",
    action: "secret.read",
    subjects: ({ name }) => [name],
    run: async ({ server, run, calls, budget }, { name }) => {
      checkName(name, server.limits.nameCharacters);
      checkAllowList(run, name);
      const found = (await findValues(server, budget, run.teamId, [name])).get(name);
      if (found === undefined) throw secretNotFound();
      const { value, version } = found;
      if (value instanceof ServerError) throw value;
      await server.audit.append(
        calls.map((call) => allowedEntry({ ...call, version }, server.clock())),
        run.id,
      );
      return value.orNull();
    },
  },

  /** By the steps of `secretValue`: each name, once however often it is asked for, has its value or its error, and its audit row. */
  secretValues: {
    for: "run",
    action: "secret.read",
    subjects: ({ names }) => [...new Set(names)],
    run: async ({ server, run, calls, budget }, { names }) => {
      checkBatch(names, server.limits.batch);
      const unique = [...new Set(names)];
      budget.addRows(unique.map((name) => ({ name })));
      const refused = new Map(unique.map((name) => [name, refusalOf(run, name, server.limits.nameCharacters)]));
      const readable = unique.filter((name) => refused.get(name) === undefined);
      const values = await findValues(server, budget, run.teamId, readable);

      const found = unique.map(
        (name): Found => values.get(name) ?? { value: refused.get(name) ?? secretNotFound(), version: null },
      );
      const now = server.clock();
      await server.audit.append(
        calls.map((call, index) => {
          const { value, version } = found[index] as Found;
          const known = { ...call, version };
          return value instanceof ServerError ? refusedEntry(known, now, value.code) : allowedEntry(known, now);
        }),
        run.id,
      );
      return unique.map((name, index) => secretValueFrom(name, (found[index] as Found).value));
    },
  },
};

/** What is there for a name. */
interface Found {
  readonly value: Plaintext | ServerError;
  /** Of the value, also if it can't be decrypted; null: there is none. */
  readonly version: number | null;
}

/** Names that the database is asked for at once. */
const namesAtOnce = 100;

/**
 * The newest values of names of one team. A value that can't be decrypted has its error instead; a name that does not exist
 * is not in the map.
 *
 * @throws ServerError `LIMIT_EXCEEDED` or `RATE_LIMITED` if the values don't fit in the budget, before any is in memory.
 */
async function findValues(
  { database, vault }: ServerParts,
  budget: ResponseBudget,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  const reserve = (bytes: number): void => budget.addBytes(bytes);
  for (let from = 0; from < names.length; from += namesAtOnce) {
    const stored = await newestStored(database.reader, teamId, names.slice(from, from + namesAtOnce), (bytes) => {
      if (vault.isInDatabase) reserve(bytes);
    });
    if (stored.length === 0) continue;
    const values = await vault.open(teamId, stored, reserve);
    for (const [index, { key }] of stored.entries()) {
      const value = values[index];
      if (value !== undefined) found.set(key.name, { value, version: key.version });
    }
  }
  return found;
}

function refusalOf(run: RunCaller, name: string, maxCharacters: number): ServerError | undefined {
  try {
    checkName(name, maxCharacters);
    checkAllowList(run, name);
    return undefined;
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}

function secretValueFrom(name: string, found: Plaintext | ServerError): SecretValue {
  if (found instanceof ServerError) return { name, value: null, error: { code: found.code, message: found.message } };
  return { name, value: found.orNull(), error: null };
}
