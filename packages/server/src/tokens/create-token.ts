import { requireTeamToken } from "../access/require-role.ts";
import type { CreateTokenInput, CreateTokenPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { checkTtl } from "../runs/check-ttl.ts";
import { checkName } from "../secrets/check-name.ts";
import { ServerError } from "../server-error.ts";
import { insertToken, newToken } from "./insert-token.ts";

/** The largest GraphQL Int: 68 years. */
const longestTtlSeconds = 2 ** 31 - 1;

/** Makes a token of a role in the caller's team, and shows it, this once. */
export async function createToken(context: RequestContext, input: CreateTokenInput): Promise<CreateTokenPayload> {
  const { clock, limits, recorder } = context.server;
  const { teamId } = requireTeamToken(context.caller);
  const { name, role } = input;
  checkName(name, limits.nameCharacters, "A token's name");
  checkOwnName(name);
  const createdAt = clock();
  const ttlSeconds = input.ttlSeconds ?? null;
  const expiresAt = ttlSeconds === null ? null : createdAt + checkTtl(ttlSeconds, longestTtlSeconds) * 1000;
  const made = newToken({ teamId, name, role, createdAt, expiresAt });
  await recorder.write(
    context.calls.map((call) => ({ ...call, subject: made.id })),
    (transaction) => insertToken(transaction, made),
  );
  return { id: made.id, token: made.token, role, expiresAt };
}

/** The audit log calls a caller by its token's name, and others by these. */
const taken = /^(?:run:|(?:unknown|server|init|restore|rotate-key|backup)$)/;

function checkOwnName(name: string): void {
  if (!taken.test(name)) return;
  throw new ServerError(
    "BAD_INPUT",
    "A token can't have this name: the audit log calls others so.",
    "Choose another name.",
  );
}
