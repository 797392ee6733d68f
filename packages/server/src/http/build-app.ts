import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import { NoSchemaIntrospectionCustomRule, type ValidationRule } from "graphql";
import { RateLimited } from "../budgets/rate-limiter.ts";
import { formatErrors } from "../graphql/format-errors.ts";
import { loadSchema } from "../graphql/load-schema.ts";
import { prefectExtension } from "../operations/prefect.ts";
import type { SignIns } from "../people/sign-ins.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { TrustedProxies } from "./addresses.ts";
import { Admission } from "./admission.ts";
import { answerBrokenRequest } from "./answer-broken-request.ts";
import { Browsers } from "./browsers.ts";
import { limitConnections } from "./connections.ts";
import { addConsoleRoutes, readConsole } from "./console-routes.ts";
import { addGraphqlRoute } from "./graphql-route.ts";
import { addHealthRoutes, type Readiness } from "./health-routes.ts";
import { addMetricsRoute } from "./metrics-route.ts";
import { refusalOf, statusOf } from "./refusal.ts";
import { addSessionRoutes } from "./session-routes.ts";
import { addSignInRoutes } from "./sign-in-routes.ts";
import type { TlsKeys } from "./tls-files.ts";

/** What each of a server's addresses has. */
interface ListenerOptions {
  /** How long a client may take to send a request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Which proxies in front are believed. */
  readonly proxies: TrustedProxies | undefined;
  /** Serves https with them. */
  readonly tls: TlsKeys | undefined;
}

export interface AppOptions extends ListenerOptions {
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** Whether Prefect's own clients are answered. */
  readonly prefect: boolean;
  /** Whether `/metrics` is there. */
  readonly metrics: boolean;
  /** Whether the console is served. */
  readonly console: boolean;
  /** Where browsers find the server; undefined: where it listens. */
  readonly publicUrl: string | undefined;
  /** Undefined where people have tokens that an admin made. */
  readonly signIns: SignIns | undefined;
}

/** The HTTP server of the API over its parts; `readiness` is shared with that of the metrics. */
export async function buildApp(
  server: ServerParts,
  readiness: Readiness,
  options: AppOptions,
): Promise<FastifyInstance> {
  const app = newApp(server, options);
  const rules: ValidationRule[] = options.introspection ? [] : [NoSchemaIntrospectionCustomRule];
  const schema = loadSchema(options.prefect ? [prefectExtension] : []);
  const browsers = new Browsers(app, options.publicUrl);
  const admission = new Admission(server, browsers);
  // Before it is answered: what the client still sends comes here again, on a socket that is not written to any more.
  app.server.prependListener("clientError", ({ code }: { readonly code?: string }, socket: Socket) => {
    const { remoteAddress, writable } = socket;
    if (code === "HPE_HEADER_OVERFLOW" && writable && remoteAddress) void admission.recordUnread(remoteAddress);
  });
  await app.register(async (scope) =>
    addGraphqlRoute(scope, server, admission, { schema, rules, stringVariables: options.prefect }),
  );
  addSessionRoutes(app, { server, admission, browsers });
  addSignInRoutes(app, { server, admission, browsers, signIns: options.signIns });
  if (options.console) addConsoleRoutes(app, readConsole());
  addHealthRoutes(app, readiness);
  if (options.metrics) addMetricsRoute(app, server);
  return app;
}

/** An HTTP server of health and metrics alone, for an address of their own. It speaks http: neither tells a secret. */
export function buildMetricsApp(
  server: ServerParts,
  readiness: Readiness,
  options: Pick<ListenerOptions, "requestTimeoutMs" | "proxies">,
): FastifyInstance {
  const app = newApp(server, { ...options, tls: undefined });
  addHealthRoutes(app, readiness);
  addMetricsRoute(app, server);
  return app;
}

function newApp(server: ServerParts, { requestTimeoutMs, proxies, tls }: ListenerOptions): FastifyInstance {
  const timeouts = {
    headersTimeout: requestTimeoutMs,
    // How often Node looks for requests that take too long to arrive.
    connectionsCheckingInterval: Math.max(100, Math.min(5000, requestTimeoutMs / 2)),
  };
  const app: FastifyInstance = Fastify({
    loggerInstance: server.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout: requestTimeoutMs,
    trustProxy: proxies?.isProxy ?? false,
    ...(tls ? { https: { ...timeouts, handshakeTimeout: requestTimeoutMs, ...tls } } : { http: timeouts }),
    forceCloseConnections: "idle",
    // A path that can't be decoded is none of ours.
    frameworkErrors: (_error, request, reply) => nothingHere(request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: (error, socket) => answerBrokenRequest(server.log, error, socket),
  }) as unknown as FastifyInstance;
  limitConnections(app.server, server.limits, proxies);

  app.removeAllContentTypeParsers();
  // Only the route of the API reads a body.
  app.addContentTypeParser("*", async () => undefined);
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    // A stop waits for the connections that are busy when it begins; an idle one would hold it up.
    if (closing) reply.header("connection", "close");
    reply.header("x-request-id", request.id);
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    request.log.debug({ method: request.method, status: reply.statusCode, ms: reply.elapsedTime }, "answered");
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const typed = typedError(error);
    if (typed instanceof ServerError && typed.code === "RATE_LIMITED") {
      reply.header("retry-after", typed instanceof RateLimited ? typed.retryAfterSeconds : 1);
    }
    return reply.code(statusOf(typed)).send(refusalOf(server, "request", request, typed));
  });
  app.setNotFoundHandler(nothingHere);
  return app;
}

function nothingHere(request: FastifyRequest, reply: FastifyReply): void {
  const error = new ServerError("NOT_FOUND", "There is nothing here.", "The API is POST /graphql.");
  reply.code(404).send({ data: null, errors: formatErrors(error, request.id, () => {}) });
}

/** Fastify's own refusals, in our words. */
function typedError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new ServerError("BAD_INPUT", "The body must be application/json.", "Set the content-type header.");
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new ServerError("BAD_INPUT", "The request could not be read.", 'Send {"query": …, "variables": {…}}.');
  }
  return error;
}
