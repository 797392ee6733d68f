import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import manifest from "../../package.json" with { type: "json" };
import { strongestRole } from "../access/grants.ts";
import { instant } from "../audit/audit-entry.ts";
import { RateLimited } from "../budgets/rate-limiter.ts";
import { SignInRefused } from "../people/refused.ts";
import { type SignIns, stepSeconds } from "../people/sign-ins.ts";
import { challengeOf, readChallenge } from "../people/terminal-code.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Admission } from "./admission.ts";
import type { Browsers } from "./browsers.ts";
import { refusalOf } from "./refusal.ts";
import { choicePage, refusedPage, sendPage, sendStyle, terminalSignedInPage } from "./sign-in-pages.ts";

/** Bytes of what a page's form sends, most of it the provider's refresh token. */
const formBytes = 32_768;
const returnPath = "/sign-in/return";

/** What the routes of sign-in work with. */
export interface SignInRoutesOptions {
  readonly server: ServerParts;
  readonly admission: Admission;
  readonly browsers: Browsers;
  /** Undefined where people have tokens that an admin made. */
  readonly signIns: SignIns | undefined;
}

/**
 * `GET /.well-known/keyfold` tells whether people sign in here. Where they do, `GET /sign-in` leads a browser to the company's
 * provider (with `?again`, so that this asks for the sign-in again), and back to a page that asks for the team; `POST /sign-in` is its form. A terminal asks `POST /sign-in/token` for its token, and ends that by `POST /sign-in/end`.
 */
export function addSignInRoutes(app: FastifyInstance, { signIns, ...options }: SignInRoutesOptions): void {
  app.get("/.well-known/keyfold", async () => ({ signIn: signIns !== undefined, version: manifest.version }));
  if (signIns === undefined) return;
  const { server, admission, browsers } = options;

  app.get("/sign-in/style.css", (_request, reply) => sendStyle(reply));

  app.get("/sign-in", (request, reply) =>
    page(request, reply, async () => {
      admission.admitAnyone(request);
      const goal = goalOf(request);
      const { url, cookie } = await signIns.begin(goal, browsers.origin + returnPath);
      return reply.header("set-cookie", browsers.setSignInCookie(cookie, stepSeconds)).redirect(url, 303);
    }),
  );

  app.get(returnPath, (request, reply) =>
    page(request, reply, async () => {
      const origin = admission.admitAnyone(request);
      const url = new URL(request.url, browsers.origin);
      const { choice, cookie } = await signIns.finish(url, browsers.signInCookieOf(request), origin);
      reply.header("set-cookie", browsers.setSignInCookie(cookie, stepSeconds));
      return sendPage(reply, 200, choicePage(choice));
    }),
  );

  app.register(async (scope) => {
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: formBytes },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    scope.post("/sign-in", (request, reply) =>
      page(request, reply, async () => {
        const origin = admission.admitAnyone(request);
        browsers.checkOrigin(request);
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
        const answer = {
          sealed: form.get("person") ?? "",
          teamId: form.get("team") ?? "",
          code: form.get("code") ?? "",
        };
        const cookie = browsers.signInCookieOf(request);
        const done = await signIns.choose(answer, cookie, browsers.cookieOf(request), origin);
        if (done.kind === "wrong code") {
          const problem = "That is not the code of the terminal that this sign-in was begun in.";
          return sendPage(reply, 403, choicePage(done.choice, problem));
        }
        reply.header("set-cookie", browsers.setSignInCookie("", 0));
        if (done.kind === "terminal") return sendPage(reply, 200, terminalSignedInPage(done.team));
        return reply.header("set-cookie", browsers.setCookie(done.session)).redirect(done.returnTo, 303);
      }),
    );
  });

  app.post("/sign-in/token", (request) =>
    answer(request, async () => {
      const origin = admission.admitAnyone(request);
      const challenge = challengeOf(request.headers.authorization);
      if (challenge === undefined) throw new SignInRefused("terminal");
      const token = await signIns.take(challenge, origin);
      if (token === undefined) return { waiting: true };
      const { name, grants, expiresAt } = token;
      const role = strongestRole(grants);
      return { waiting: false, token: token.token, name, role, expiresAt: instant(expiresAt) };
    }),
  );

  app.post("/sign-in/end", (request) =>
    answer(request, async () => {
      const { confirm, origin } = await admission.admit(request);
      const caller = await confirm();
      return { ended: caller.kind === "team" && (await signIns.end(caller, origin)) };
    }),
  );

  async function answer(request: FastifyRequest, work: () => Promise<object>): Promise<object> {
    try {
      return { data: await work() };
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      return refusalOf(server, "request", request, error);
    }
  }

  /** Answers with a page, also where it is refused. */
  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      const [{ message = "", extensions } = {}] = refusalOf(server, "request", request, error).errors;
      reply.header("set-cookie", browsers.setSignInCookie("", 0));
      return sendPage(reply, statusOf(extensions?.code), refusedPage(message, extensions?.tip));
    }
  }
}

function statusOf(code: string | undefined): number {
  if (code === "UNAUTHENTICATED" || code === "FORBIDDEN") return 403;
  return code === "BAD_INPUT" ? 400 : 503;
}

/** Characters of a path that a browser is led to after it. */
const maxReturn = 1000;

/** What the address of a sign-in asks for: nothing in it leads to another site. */
function goalOf(request: FastifyRequest): { returnTo: string; terminal: string | null; again: boolean } {
  const query = new URL(request.url, "http://localhost").searchParams;
  const [returnTo, terminal] = [query.get("return") ?? "/", query.get("terminal")];
  const isPath = /^\/(?![/\\])[\x21-\x7e]*$/.test(returnTo) && !returnTo.includes("\\") && returnTo.length <= maxReturn;
  if (terminal !== null && readChallenge(terminal) === undefined) {
    throw new ServerError("BAD_INPUT", "This is not an address that keyfold login opens.", "Copy the whole address.");
  }
  return { returnTo: isPath ? returnTo : "/", terminal, again: query.has("again") };
}
