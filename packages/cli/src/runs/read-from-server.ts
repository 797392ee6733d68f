import type { Client } from "@keyfold/client";
import { CommandError } from "../command-error.ts";

/**
 * Reads values in one request.
 *
 * @param client - one that speaks for a run.
 * @throws CommandError that tells of every name that could not be read; its code is the first one's.
 */
export async function readFromServer(client: Client, names: readonly string[]): Promise<unknown[]> {
  if (names.length === 0) return [];
  const answers = await client.secretValues([...names]);
  const refused = answers.flatMap((answer) =>
    "error" in answer && answer.error ? [{ ...answer.error, ...answer }] : [],
  );
  const [first] = refused;
  if (first) {
    const each = refused.map(({ name, message }) => `${JSON.stringify(name)} (${message})`);
    throw new CommandError(
      first.code,
      `The program was not started, because these secrets could not be read: ${each.join(", ")}.`,
      "See keyfold secret list for the names, and keyfold audit for what was refused.",
    );
  }
  return answers.map((answer) => ("value" in answer ? answer.value : undefined));
}
