import { isLoopback } from "@keyfold/common/loopback";
import { ServerError } from "../server-error.ts";

/** What a URL may have that tells of no place. */
const maxCharacters = 2048;

/**
 * A URL of https, or of http on loopback, without user, query and fragment; undefined for any other string.
 */
export function readHttpUrl(string: string): URL | undefined {
  if (string.length > maxCharacters || !URL.canParse(string)) return undefined;
  const url = new URL(string);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(hostOf(url)));
  // A lone ? or # is in no part of it.
  return isSafe && url.username === "" && url.password === "" && !/[?#]/.test(string) ? url : undefined;
}

/**
 * Whether a string is an issuer's URL, as `readHttpUrl` takes it. Issuers are compared to the letter: one that a URL parser
 * would write otherwise could never be found.
 */
export function isIssuer(string: string): boolean {
  const url = readHttpUrl(string);
  return url !== undefined && (url.href === string || url.href === `${string}/`);
}

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

/**
 * Reads the setting `trust_issuers`: URLs between commas, as issuers write them.
 *
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readTrustIssuers(setting: string | undefined): ReadonlySet<string> {
  const issuers = (setting ?? "").split(",").map((issuer) => issuer.trim());
  const named = issuers.filter((issuer) => issuer !== "");
  if (named.every((issuer) => readHttpUrl(issuer) !== undefined)) return new Set(named);
  const message = "server.trust_issuers has something that is no URL of https, or of http on loopback.";
  throw new ServerError("SETTINGS_INVALID", message, "Write it as https://issuer.internal, https://other.internal.");
}
