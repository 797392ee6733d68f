import type { RunCaller } from "../access/caller.ts";
import { checkAllowList } from "../access/check-allow-list.ts";
import { requireRun } from "../access/require-role.ts";
import { allowedEntry, refusedEntry } from "../audit/audit-entry.ts";
import type { SecretValue } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { checkBatch } from "./check-batch.ts";
import { checkName } from "./check-name.ts";
import { findValues } from "./find-values.ts";
import { secretNotFound } from "./secret-not-found.ts";

/** A read of many secrets, by the steps of `readSecret`: each name has its value or its error, and its audit row. */
export async function readSecrets(context: RequestContext, names: readonly string[]): Promise<SecretValue[]> {
  const { server, calls, answer: size } = context;
  const run = requireRun(context.caller);
  checkBatch(names, server.limits.batch);
  const refused = new Map(names.map((name) => [name, refusalOf(run, name, server.limits.nameCharacters)]));
  const readable = names.filter((name) => refused.get(name) === undefined);
  const values = readable.length > 0 ? await findValues(server, size, run.teamId, readable) : new Map();

  const answers = names.map((name) => refused.get(name) ?? values.get(name) ?? secretNotFound());
  const now = server.clock();
  await server.recorder.append(
    calls.map((call, index) => {
      const answer = answers[index];
      return answer instanceof ServerError ? refusedEntry(call, now, answer.code) : allowedEntry(call, now);
    }),
    run.id,
  );
  return names.map((name, index) => answerFor(name, answers[index]));
}

function refusalOf(run: RunCaller, name: string, longest: number): ServerError | undefined {
  try {
    checkName(name, longest);
    checkAllowList(run, name);
    return undefined;
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}

function answerFor(name: string, answer: Plaintext | ServerError): SecretValue {
  if (answer instanceof ServerError) {
    return { name, value: null, error: { code: answer.code, message: answer.message } };
  }
  return { name, value: answer.orNull(), error: null };
}
