import { checkAllowList } from "../access/check-allow-list.ts";
import { requireRun } from "../access/require-role.ts";
import { allowedEntry } from "../audit/audit-entry.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { checkName } from "./check-name.ts";
import { findValues } from "./find-values.ts";
import { secretNotFound } from "./secret-not-found.ts";

/**
 * A read of one secret. Before it `http/graphql-route.ts` parsed the request, and `graphql/guard-fields.ts` had the token
 * authenticated and the field's `@allow` enforced. A step that throws refuses the read, and the guard records that.
 */
export async function readSecret({ server, caller, calls, answer }: RequestContext, name: string): Promise<Plaintext> {
  const run = requireRun(caller);
  checkName(name, server.limits.nameCharacters);
  checkAllowList(run, name);
  const value = (await findValues(server, answer, run.teamId, [name])).get(name) ?? secretNotFound();
  if (value instanceof ServerError) throw value;
  await server.recorder.append(
    calls.map((call) => allowedEntry(call, server.clock())),
    run.id,
  );
  return value;
}
