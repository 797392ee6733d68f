import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ExecutionResult, ValidationRule } from "graphql";
import { authenticate } from "../access/authenticate.ts";
import type { Caller, RefusedCaller } from "../access/caller.ts";
import { checkDocument } from "../graphql/check-document.ts";
import { executeDocument } from "../graphql/execute-document.ts";
import { formatErrors } from "../graphql/format-errors.ts";
import type { UnguardedContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { TokenUse } from "../tokens/token-use.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { readOperation } from "./read-operation.ts";

export interface GraphqlRouteOptions {
  /** Validation beyond GraphQL's own rules. */
  readonly rules: readonly ValidationRule[];
  /** Gets the body's `variables`, whatever they are, before they are checked. */
  readonly readVariables: (variables: unknown) => unknown;
}

/**
 * `POST /graphql`. Errors of GraphQL come with the HTTP status 200, as Prefect's clients want it. From here a read goes
 * on in `graphql/guard-fields.ts` and `secrets/read-secret.ts`.
 */
export function addGraphqlRoute(
  app: FastifyInstance,
  server: ServerParts,
  { rules, readVariables }: GraphqlRouteOptions,
): void {
  const limiter = new RateLimiter(server.limits.requestsPerSecond, server.clock);
  const tokenUse = new TokenUse(server);

  app.post("/graphql", async (request: FastifyRequest, reply: FastifyReply) => {
    const { authorization } = request.headers;
    limiter.count(authorization ?? `address ${request.ip}`);
    const context = contextOf(request, server, tokenUse);
    const answer = await answerTo(request, context);
    return reply.header("content-type", "application/json; charset=utf-8").send(JSON.stringify(answer));
  });

  async function answerTo(request: FastifyRequest, context: UnguardedContext): Promise<object> {
    const report = (error: unknown): void => request.log.error({ err: error }, "a request failed");
    let result: ExecutionResult;
    try {
      const operation = readOperation(request.body, readVariables);
      const checked = checkDocument(operation.source, server.limits);
      result = await executeDocument(app, rules, checked, operation, context);
    } catch (error) {
      return { data: null, errors: formatErrors(error, request.id, report) };
    }
    if (!result.errors) return { data: result.data };
    return { data: result.data ?? null, errors: formatErrors(result.errors, request.id, report) };
  }
}

function contextOf(request: FastifyRequest, server: ServerParts, tokenUse: TokenUse): UnguardedContext {
  let asking: Promise<Caller | RefusedCaller> | undefined;
  return {
    server,
    requestId: request.id,
    authenticate: () => {
      asking ??= authenticate(server.database.reader, server.clock(), request.headers.authorization).then((caller) => {
        if (caller.kind === "team") tokenUse.note(caller.id);
        return caller;
      });
      return asking;
    },
  };
}

/** The HTTP status of an error that no GraphQL answer carries. */
export function statusOf(error: unknown): number {
  if (!(error instanceof ServerError)) return 500;
  if (error.code === "RATE_LIMITED") return 429;
  if (error.code === "LIMIT_EXCEEDED") return 413;
  return 400;
}
