import type { FastifyInstance, FastifyRequest } from "fastify";
import { ServerError } from "../server-error.ts";

/**
 * The header of the console's own requests, which no form can send. `user`: somebody asked for it; `timer`: the page did by
 * itself, which does not count as use of the session.
 */
const pageHeader = "x-keyfold-console";

/** How browsers reach this server, and what tells the console's own requests from those that another site has them send. */
export class Browsers {
  readonly #origin: () => string | undefined;

  /**
   * @param app - what listens.
   * @param publicUrl - where browsers find it; without it, where it listens.
   */
  constructor(app: Pick<FastifyInstance, "addresses" | "listeningOrigin">, publicUrl: string | undefined) {
    this.#origin = () => {
      if (publicUrl !== undefined) return new URL(publicUrl).origin;
      return app.addresses().length === 0 ? undefined : app.listeningOrigin;
    };
  }

  /**
   * Where browsers find the server.
   *
   * @throws ServerError `FORBIDDEN` where that is plain http to another machine.
   */
  get origin(): string {
    const origin = this.#origin();
    if (origin === undefined || this.#origins().length === 0) throw notReachable();
    return origin;
  }

  #origins(): readonly string[] {
    const origin = this.#origin();
    return origin === undefined ? [] : originsOf(new URL(origin));
  }

  /** What a request's cookie holds of a session, whatever it is; undefined where it has none. */
  cookieOf(request: FastifyRequest): string | undefined {
    return cookieOf(request, this.#cookie().name);
  }

  /** The same of a sign-in that goes on. */
  signInCookieOf(request: FastifyRequest): string | undefined {
    return cookieOf(request, `${this.#cookie().name}-sign-in`);
  }

  /**
   * Checks that the console of this server sent a request, and no other site.
   *
   * @throws ServerError `FORBIDDEN`.
   */
  checkOwn(request: FastifyRequest): void {
    this.checkOrigin(request);
    const { headers } = request;
    if (headers[pageHeader] !== "user" && headers[pageHeader] !== "timer") throw foreign();
  }

  /**
   * Checks that a page of this server sent a request: as far as a form can tell.
   *
   * @throws ServerError `FORBIDDEN`.
   */
  checkOrigin({ headers }: FastifyRequest): void {
    const own = this.#origins();
    if (own.length === 0) throw notReachable();
    if (!own.includes(headers.origin ?? "")) throw foreign();
  }

  /** Whether somebody asked for it, and not the page by itself. */
  isByUser({ headers }: FastifyRequest): boolean {
    return headers[pageHeader] === "user";
  }

  /** A `Set-Cookie` of a session; with an empty value the browser forgets it. */
  setCookie(value: string): string {
    const { name, secure } = this.#cookie();
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}${value === "" ? "; Max-Age=0" : ""}`;
  }

  /** The same of a sign-in: the browser sends it also as the provider leads it back. */
  setSignInCookie(value: string, seconds: number): string {
    const { name, secure } = this.#cookie();
    return `${name}-sign-in=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}; Max-Age=${value === "" ? 0 : seconds}`;
  }

  #cookie(): { name: string; secure: boolean } {
    const [origin] = this.#origins();
    if (origin === undefined || origin.startsWith("https:")) return { name: "__Host-keyfold", secure: true };
    // Cookies are for all ports of a host.
    return { name: `keyfold-${new URL(origin).port || 80}`, secure: false };
  }
}

function cookieOf({ headers: { cookie = "" } }: FastifyRequest, name: string): string | undefined {
  const found = cookie.split(";").find((one) => one.trimStart().startsWith(`${name}=`));
  return found
    ?.trimStart()
    .slice(name.length + 1)
    .trimEnd();
}

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/** The ways to write an origin: several for this machine, and none for plain http elsewhere, whose cookies can be read on the way. */
function originsOf({ protocol, hostname, port, origin }: URL): string[] {
  if (loopbackHosts.includes(hostname)) {
    return loopbackHosts.map((host) => `${protocol}//${host}${port === "" ? "" : `:${port}`}`);
  }
  return protocol === "https:" ? [origin] : [];
}

/**
 * Checks the setting `public_url`.
 *
 * @throws ServerError `SETTINGS_INVALID` for what is no origin of https, or of http on this machine.
 */
export function checkPublicUrl(publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  const url = URL.parse(publicUrl);
  const isOrigin = url !== null && url.pathname === "/" && url.search + url.hash + url.username + url.password === "";
  if (isOrigin && /^https?:$/.test(url.protocol) && originsOf(url).length > 0) return publicUrl;
  throw new ServerError(
    "SETTINGS_INVALID",
    "server.public_url is not an https URL without a path.",
    "Write it as https://keyfold.example.com; http is for this machine only.",
  );
}

function foreign(): ServerError {
  return new ServerError(
    "FORBIDDEN",
    "The request does not come from this server's own page.",
    "Open the console at the server's address. Behind a proxy, set server.public_url to the address that browsers use.",
  );
}

function notReachable(): ServerError {
  return new ServerError(
    "FORBIDDEN",
    "Over plain http the console works on this machine only.",
    "Serve https, or set server.public_url to the https address that browsers use.",
  );
}
