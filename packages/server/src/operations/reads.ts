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
      const value = (await findValues(server, budget, run.teamId, [name])).get(name) ?? secretNotFound();
      if (value instanceof ServerError) throw value;
      await server.audit.append(
        calls.map((call) => allowedEntry(call, server.clock())),
        run.id,
      );
      return value.orNull();
    },
  },

  /** By the steps of `secretValue`: each name has its value or its error, and its audit row. */
  secretValues: {
    for: "run",
    action: "secret.read",
    subjects: ({ names }) => names,
    run: async ({ server, run, calls, budget }, { names }) => {
      checkBatch(names, server.limits.batch);
      const refused = new Map(names.map((name) => [name, refusalOf(run, name, server.limits.nameCharacters)]));
      const readable = names.filter((name) => refused.get(name) === undefined);
      const values = readable.length > 0 ? await findValues(server, budget, run.teamId, readable) : new Map();

      const found = names.map((name) => refused.get(name) ?? values.get(name) ?? secretNotFound());
      const now = server.clock();
      await server.audit.append(
        calls.map((call, index) => {
          const value = found[index];
          return value instanceof ServerError ? refusedEntry(call, now, value.code) : allowedEntry(call, now);
        }),
        run.id,
      );
      return names.map((name, index) => secretValueFrom(name, found[index]));
    },
  },
};

/** Values that are in memory before their size is looked at. */
const valuesAtOnce = 100;

/**
 * The newest values of names of one team. A value that can't be decrypted has its error instead; a name that does not exist
 * is not in the map.
 *
 * @throws ServerError `LIMIT_EXCEEDED` or `RATE_LIMITED` if the values don't fit in the budget.
 */
async function findValues(
  { database, vault }: ServerParts,
  budget: ResponseBudget,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, Plaintext | ServerError>> {
  const found = new Map<string, Plaintext | ServerError>();
  const wanted = [...new Set(names)];
  for (let from = 0; from < wanted.length; from += valuesAtOnce) {
    const stored = await newestStored(database.reader, teamId, wanted.slice(from, from + valuesAtOnce));
    if (stored.length === 0) continue;
    const values = await vault.open(teamId, stored);
    for (const [index, { key }] of stored.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      if (!(value instanceof ServerError)) budget.addValue(value.reveal());
      found.set(key.name, value);
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
