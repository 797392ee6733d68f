import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema, ValidationRule } from "graphql";
import type { Caller, IdentityCaller } from "../access/caller.ts";
import { overCodes } from "../access/live.ts";
import { callOf, refusedEntry } from "../audit/audit-entry.ts";
import { readOperation } from "../body/read-operation.ts";
import { type Body, BodyReader } from "../body/receive-body.ts";
import { RateLimited } from "../budgets/rate-limiter.ts";
import { MemoryPool, type Reservation } from "../budgets/reservation.ts";
import { ResponseBudget } from "../budgets/response-budget.ts";
import { Documents } from "../graphql/documents.ts";
import { formatErrors } from "../graphql/format-errors.ts";
import { jsonBytes } from "../json/json-bytes.ts";
import { RequestLists } from "../operations/lists.ts";
import type { RequestContext } from "../operations/operation.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Span } from "../telemetry/tracing.ts";
import type { Admission, Admitted } from "./admission.ts";
import { codeOf, type Refusal, refusalOf, reportOf } from "./refusal.ts";

export interface GraphqlRouteOptions {
  readonly schema: GraphQLSchema;
  /** Validation beyond GraphQL's own rules. */
  readonly rules: readonly ValidationRule[];
  /** Whether a body's `variables` may be JSON in a string, as Prefect's clients send them. */
  readonly stringVariables: boolean;
}

/** How long a client may take nothing of a large answer, in milliseconds. */
const takingMs = 30_000;

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends it, once that is known. */
    admitted: Admitted | undefined;
  }
}

/**
 * `POST /graphql`. Errors of GraphQL come with the HTTP status 200, as Prefect's clients want it. From here a read goes
 * on in `graphql/guard-fields.ts` and `operations/reads.ts`.
 */
export function addGraphqlRoute(
  app: FastifyInstance,
  server: ServerParts,
  admission: Admission,
  { schema, rules, stringVariables }: GraphqlRouteOptions,
): void {
  const { limits } = server;
  const documents = new Documents(schema, rules, limits);
  const reader = new BodyReader(limits);
  // One answer may be as large as all of them together.
  const responses = new MemoryPool(Math.max(limits.answerBytes, limits.bufferedBytes));

  app.decorateRequest("admitted", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request: FastifyRequest, stream: Readable) =>
    // Thrown here, an error would have the connection closed before a client that still sends has read the answer.
    reader.read(stream, Number(request.headers["content-length"] ?? 0)).catch((error: unknown) => error),
  );

  // Before the body is received.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      request.admitted = await admission.admit(request);
      return undefined;
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      const { code, json } = answerOf(refusalOf(server, "request", request, error));
      spanOf(request).end(code);
      return send(reply, json);
    }
  };
  app.post("/graphql", { onRequest }, async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.body instanceof Error) throw request.body;
    const body = request.body as Body | undefined;
    try {
      request.admitted?.check();
    } catch (error) {
      body?.release();
      throw error;
    }
    const span = spanOf(request);
    const reservation = responses.reserve();
    try {
      const { code, json } = await answerTo(request, body?.bytes, span, reservation);
      span.end(code);
      return send(reply, json);
    } finally {
      body?.release();
      releaseWhenSent(reservation, reply);
    }
  });

  async function answerTo(
    request: FastifyRequest,
    body: Buffer = Buffer.alloc(0),
    span: Span,
    reservation: Reservation,
  ): Promise<{ code: string; json: string }> {
    const { caller: known, origin, time, confirm, forget } = request.admitted as Admitted;
    const { answerBytes: bytes, answerRows: rows } = limits;
    time.charge();
    try {
      const operation = readOperation(body, limits, stringVariables);
      const checked = documents.check(operation.source);
      const caller = checked.checkedInCommit && known.kind !== "session" ? known : await confirm();
      time.charge();
      const budget = new ResponseBudget({ bytes, rows, fields: checked.fields }, reservation);
      const lists = new RequestLists(server, budget, time);
      const context: RequestContext = {
        server,
        origin,
        caller,
        budget,
        lists,
        time,
        span,
        auditRows: 0,
        callerIsOver: false,
      };
      const { data, errors } = await documents.execute(checked, operation, context);
      // Nothing was executed: its variables are wrong, or no operation has its name.
      if (data === undefined && errors) throw new AggregateError(errors);
      return time.measure(() => {
        const answer = errors
          ? { data: data ?? null, errors: formatErrors(errors, request.id, reportOf(request)) }
          : { data };
        if (answer.errors?.some(({ extensions: { code } }) => overCodes.has(code))) forget();
        budget.addResponse(jsonBytes(answer.data, bytes));
        return { code: answer.errors?.[0]?.extensions.code ?? "ok", json: JSON.stringify(answer) };
      });
    } catch (error) {
      return answerOf(await refuse(request, request.admitted as Admitted, error));
    }
  }

  /** A request that no field was asked for by has a row of its own in the audit log; of a caller that is refused, the log has that. */
  async function refuse(request: FastifyRequest, { confirm, origin }: Admitted, error: unknown): Promise<Refusal> {
    let caller: Caller | IdentityCaller;
    try {
      caller = await confirm();
    } catch (refused) {
      return refusalOf(server, "request", request, refused);
    }
    const answer = refusalOf(server, "document", request, error);
    try {
      const call = callOf(caller, origin, "request.refuse", null);
      await server.audit.append([refusedEntry(call, server.clock(), codeOf(answer))]);
      return answer;
    } catch (unrecorded) {
      return refusalOf(server, "document", request, unrecorded);
    }
  }

  function spanOf({ id, headers: { traceparent } }: FastifyRequest): Span {
    return server.tracing.request("POST /graphql", id, typeof traceparent === "string" ? traceparent : undefined);
  }
}

function answerOf(refusal: Refusal): { code: string; json: string } {
  return { code: codeOf(refusal), json: JSON.stringify(refusal) };
}

function send(reply: FastifyReply, json: string): FastifyReply {
  return reply.header("content-type", "application/json; charset=utf-8").send(json);
}

/** A large answer is in memory until its client has taken it, or has taken none of it for a while. */
function releaseWhenSent(reservation: Reservation, { raw }: FastifyReply): void {
  if (raw.closed || !reservation.holds()) reservation.release();
  else raw.once("close", () => reservation.release()).setTimeout(takingMs, () => raw.destroy());
}
