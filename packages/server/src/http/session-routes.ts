import type { FastifyInstance, FastifyRequest } from "fastify";
import { findSession, insertSession, newSession } from "../access/sessions.ts";
import { parseSessionToken } from "../access/token-format.ts";
import { type AuditCall, callOf, instant, refusedEntry, withKnown } from "../audit/audit-entry.ts";
import { RateLimited } from "../budgets/rate-limiter.ts";
import { endBrowserToken } from "../people/person-tokens.ts";
import { codeToRecord, ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Admission, Admitted } from "./admission.ts";
import type { Browsers } from "./browsers.ts";
import { refusalOf } from "./refusal.ts";

/**
 * `POST /session` signs a browser in, as the token in its `Authorization` header; `POST /session/end` signs it out, and every
 * copy of its cookie; `GET /session` tells whether it is signed in. Refusals come with the HTTP status 200, as those of
 * `POST /graphql`.
 */
export function addSessionRoutes(
  app: FastifyInstance,
  { server, admission, browsers }: { server: ServerParts; admission: Admission; browsers: Browsers },
): void {
  const { audit, clock, database, limits, rowKeys } = server;

  app.get("/session", async (request) => {
    admission.admitAnyone(request);
    const cookie = browsers.cookieOf(request);
    return { signedIn: cookie !== undefined && "caller" in (await sessionIn(cookie)) };
  });

  app.post("/session", (request, reply) =>
    answer(request, "session.open", async ({ caller, origin }) => {
      browsers.checkOwn(request);
      if (caller.kind !== "team") throw noToken();
      const before = browsers.cookieOf(request);
      const old = before === undefined ? undefined : await sessionIn(before);
      const replaces = old && "caller" in old ? old.row.id : undefined;
      const now = clock();
      const session = newSession({ ...caller, signedInAt: now }, limits, now);
      const detail = { expiresAt: instant(session.row.latest_end), replaces };
      const call = callOf(caller, origin, "session.open", session.row.id);
      await audit.write(withKnown([call], { detail }), (transaction) =>
        insertSession(transaction, rowKeys, session, now, replaces),
      );
      reply.header("set-cookie", browsers.setCookie(session.token));
      return { signedIn: true };
    }),
  );

  app.post("/session/end", (request, reply) =>
    answer(request, "session.end", async ({ caller, origin }) => {
      if (caller.kind !== "session") throw noToken();
      const { sessionId, id } = caller;
      const calls = (ended: string | undefined): AuditCall[] => [
        callOf(caller, origin, "session.end", sessionId),
        ...(ended === undefined
          ? []
          : withKnown([callOf(caller, origin, "token.revoke", id)], { detail: { name: ended } })),
      ];
      await audit.write(calls, async ({ query }) => {
        await query.deleteFrom("session").where("id", "=", sessionId).execute();
        return endBrowserToken(query, rowKeys, id, clock());
      });
      reply.header("set-cookie", browsers.setCookie(""));
      return { signedIn: false };
    }),
  );

  const sessionIn = (cookie: string): ReturnType<typeof findSession> =>
    findSession(parseSessionToken(cookie), database.reads, rowKeys, clock());

  async function answer(
    request: FastifyRequest,
    action: string,
    work: (admitted: Admitted) => Promise<object>,
  ): Promise<object> {
    let admitted: Admitted;
    try {
      admitted = await admission.admit(request);
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      return refusalOf(server, "request", request, error);
    }
    try {
      return { data: await work(admitted) };
    } catch (error) {
      const refused = await recorded(admitted, action, error);
      return refusalOf(server, "request", request, refused);
    }
  }

  /** Records a refusal; what can't be recorded is the error then. */
  async function recorded({ caller, origin }: Admitted, action: string, error: unknown): Promise<unknown> {
    const code = codeToRecord(error);
    if (code === "AUDIT_UNAVAILABLE") return error;
    const entry = refusedEntry(callOf(caller, origin, action, null), clock(), code);
    return audit.append([entry]).then(
      () => error,
      (unrecorded: unknown) => unrecorded,
    );
  }
}

function noToken(): ServerError {
  return new ServerError(
    "FORBIDDEN",
    "This asks for another credential than came with the request.",
    "Sign in with the token of a person; a run's token can't sign in.",
  );
}
