import { isLoopback } from "@keyfold/common/loopback";

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

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}
