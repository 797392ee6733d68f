import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ExecutionResult, ValidationRule } from "graphql";
import { authenticate, bearerToken } from "../access/authenticate.ts";
import { TokenUse } from "../access/token-use.ts";
import { readOperation } from "../body/read-operation.ts";
import { type Body, BodyReader } from "../body/receive-body.ts";
import { RateLimiter } from "../budgets/rate-limiter.ts";
import { MemoryPool, type Reservation } from "../budgets/reservation.ts";
import { ResponseBudget } from "../budgets/response-budget.ts";
import { Documents } from "../graphql/documents.ts";
import { executeDocument } from "../graphql/execute-document.ts";
import { type ErrorAnswer, formatErrors } from "../graphql/format-errors.ts";
import type { RequestContext } from "../operations/operation.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";

export interface GraphqlRouteOptions {
  /** Validation beyond GraphQL's own rules. */
  readonly rules: readonly ValidationRule[];
  /** Whether a body's `variables` may be JSON in a string, as Prefect's clients send them. */
  readonly stringVariables: boolean;
}

interface Answer {
  readonly data: unknown;
  readonly errors?: ErrorAnswer[];
}

/** How long a client may take nothing of a large answer, in milliseconds. */
const takingMs = 30_000;

/**
 * `POST /graphql`. Errors of GraphQL come with the HTTP status 200, as Prefect's clients want it. From here a read goes
 * on in `graphql/guard-fields.ts` and `secrets/read-secret.ts`.
 */
export function addGraphqlRoute(
  app: FastifyInstance,
  server: ServerParts,
  { rules, stringVariables }: GraphqlRouteOptions,
): void {
  const { limits } = server;
  const limiter = new RateLimiter(limits.requestsPerSecond, server.clock);
  const unknownTokens = new RateLimiter(limits.unknownTokensPerSecond, server.clock);
  const documents = new Documents(app.graphql.schema, rules, limits);
  const tokenUse = new TokenUse((change) => server.audit.write([], change), server.clock);
  const reader = new BodyReader(limits);
  // One answer may be as large as all of them together.
  const responses = new MemoryPool(Math.max(limits.answerBytes, limits.bufferedBytes));

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request: FastifyRequest, stream: Readable) =>
    // Thrown here, an error would have the connection closed before a client that still sends has read the answer.
    reader.read(stream, Number(request.headers["content-length"] ?? 0)).catch((error: unknown) => error),
  );

  // Before the body is received.
  const onRequest = async (request: FastifyRequest): Promise<void> => limiter.count(senderOf(request));
  app.post("/graphql", { onRequest }, async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.body instanceof Error) throw request.body;
    const body = request.body as Body | undefined;
    const span = server.tracing.request("POST /graphql", request.id, onlyText(request.headers.traceparent));
    const reservation = responses.reserve();
    try {
      const budget = new ResponseBudget({ bytes: limits.answerBytes, rows: limits.answerRows }, reservation);
      const { data, errors } = await answerTo(request, body?.bytes, { span, budget });
      span.end(errors?.[0]?.extensions.code ?? "ok");
      return reply.header("content-type", "application/json; charset=utf-8").send(JSON.stringify({ data, errors }));
    } finally {
      body?.release();
      releaseWhenSent(reservation, reply);
    }
  });

  async function answerTo(
    request: FastifyRequest,
    body: Buffer = Buffer.alloc(0),
    measured: Pick<RequestContext, "span" | "budget">,
  ): Promise<Answer> {
    const report = (error: unknown): void => request.log.error({ err: error }, "a request failed");
    let result: ExecutionResult;
    try {
      const caller = await authenticate(
        request.headers.authorization,
        server.database.reader,
        server.rowKeys,
        server.clock(),
      );
      if (caller.kind === "team") tokenUse.note(caller.id);
      // An unknown token must not fill the audit log: here its request is counted, and in the guard each further field.
      const countUnknownToken = (): void => unknownTokens.count(`address ${request.ip}`);
      if (caller.id === null) countUnknownToken();

      const operation = readOperation(body, limits, stringVariables);
      const checked = documents.check(operation.source);
      const context = { ...measured, server, requestId: request.id, caller, countUnknownToken, fields: 0 };
      result = await executeDocument(app, checked, operation, context);
    } catch (error) {
      const errors = formatErrors(error, request.id, report);
      server.metrics.countRefused("document", errors[0]?.extensions.code ?? "INTERNAL");
      return { data: null, errors };
    }
    if (!result.errors) return { data: result.data };
    return { data: result.data ?? null, errors: formatErrors(result.errors, request.id, report) };
  }
}

function onlyText(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}

/** Whose requests are counted together: a token's, or those without a possible one from an address. */
function senderOf(request: FastifyRequest): string {
  return bearerToken(request.headers.authorization)?.token ?? `address ${request.ip}`;
}

/** A large answer is in memory until its client has taken it, or has taken none of it for a while. */
function releaseWhenSent(reservation: Reservation, { raw }: FastifyReply): void {
  if (raw.closed || !reservation.holds()) reservation.release();
  else raw.once("close", () => reservation.release()).setTimeout(takingMs, () => raw.destroy());
}

/** The HTTP status of an error that no GraphQL answer carries. */
export function statusOf(error: unknown): number {
  if (!(error instanceof ServerError)) return 500;
  if (error.code === "RATE_LIMITED") return 429;
  if (error.code === "LIMIT_EXCEEDED") return 413;
  return 400;
}
