import type { ResponseBudget } from "../budgets/response-budget.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { newestStored } from "../vault/values.ts";

/** Values that are in memory before their size is looked at. */
const atOnce = 100;

/**
 * The newest values of names of one team, or `DECRYPTION_FAILED` in a value's stead; a name that is not there is not in
 * the map. Throws `LIMIT_EXCEEDED` for more than `answer` takes.
 */
export async function findValues(
  { database, vault }: ServerParts,
  answer: ResponseBudget,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, Plaintext | ServerError>> {
  const found = new Map<string, Plaintext | ServerError>();
  const wanted = [...new Set(names)];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const stored = await newestStored(database.reader, teamId, wanted.slice(from, from + atOnce));
    if (stored.length === 0) continue;
    const values = await vault.open(teamId, stored);
    for (const [index, { key }] of stored.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      if (!(value instanceof ServerError)) answer.addValue(value.reveal());
      found.set(key.name, value);
    }
  }
  return found;
}
