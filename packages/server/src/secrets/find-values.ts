import type { AnswerSize } from "../graphql/answer-size.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Place } from "../vault/place.ts";
import type { Plaintext } from "../vault/plaintext.ts";

/** Values that are in memory before their size is looked at. */
const atOnce = 100;

/**
 * The newest values of names of one team, or `DECRYPTION_FAILED` in a value's stead; a name that is not there is not in
 * the map. Throws `LIMIT_EXCEEDED` for more than `answer` takes.
 */
export async function findValues(
  { database, vault }: ServerParts,
  answer: AnswerSize,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, Plaintext | ServerError>> {
  const found = new Map<string, Plaintext | ServerError>();
  const rows = await database.reader
    .selectFrom("secret")
    .select(["name", "version"])
    .where("team_id", "=", teamId)
    .where("name", "in", [...new Set(names)])
    .execute();
  for (let from = 0; from < rows.length; from += atOnce) {
    const places = rows.slice(from, from + atOnce).map(({ name, version }): Place => ({ teamId, name, version }));
    const values = await vault.read(teamId, places);
    for (const [index, { name }] of places.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      if (!(value instanceof ServerError)) answer.addValue(value.reveal());
      found.set(name, value);
    }
  }
  return found;
}
