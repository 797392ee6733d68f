/**
 * A host as uses and requests name it: in lower case, in ASCII (IDNA), addresses in their short form, no dot at the end, the
 * port only where it is not https's own.
 *
 * @param host - a name or an address, with its port if need be; `*.` in front of a name stands for one level.
 * @returns undefined for what is no host.
 */
export function canonicalHost(host: string): string | undefined {
  const [, star = "", name = ""] = /^(\*\.)?([^\s/\\?#@%*]{1,400})$/u.exec(host) ?? [];
  const url = name === "" ? null : URL.parse(`https://${name}`);
  if (url === null || url.hostname === "" || url.port === "0") return undefined;
  const hostname = url.hostname.replace(/\.$/, "");
  if (!/^(?:[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]+\])$/.test(hostname) || hostname.length > 253)
    return undefined;
  if (star !== "" && !/\.[a-z][a-z0-9-]*$/.test(hostname)) return undefined;
  return `${star}${hostname}${url.port === "" ? "" : `:${url.port}`}`;
}

/**
 * A request's path in the one form in which it is compared: dot segments resolved, percent-encoding only where it must be,
 * in capitals.
 *
 * @param path - without query.
 * @returns undefined where servers differ in what they take it for: with dot segments that are encoded twice, stand beside
 *   encoded slashes or empty segments, with backslashes, control characters or broken encoding.
 */
export function canonicalPath(path: string): string | undefined {
  if (!/^\/[^\s\\?#\p{Cc}\p{Cs}]{0,8000}$/u.test(path)) return undefined;
  if (/%(?![\dA-Fa-f]{2})/.test(path)) return undefined;
  const encoded = path.replace(/%[\dA-Fa-f]{2}|[^!-~]/gu, (sign) =>
    sign.startsWith("%") ? shortest(sign) : encodeURIComponent(sign),
  );
  const segments = encoded.split("/").slice(1);
  const resolved = withoutDots(segments);
  if (resolved.length < segments.length && segments.slice(0, -1).includes("")) return undefined;
  const isClear = resolved.every((segment) => isPlain(segment));
  return isClear ? `/${resolved.join("/")}` : undefined;
}

/** Whether a host is the one that a use names, or one level under its `*.`. Both are canonical. */
export function isHostWithin(host: string, used: string): boolean {
  if (host === used) return true;
  return (
    used.startsWith("*.") &&
    !host.startsWith("*") &&
    host.slice(host.indexOf(".")) === used.slice(1) &&
    host.indexOf(".") > 0
  );
}

/** Whether a path is the one that a use names, or under it. Both are canonical. */
export function isPathWithin(path: string, used: string): boolean {
  return path === used || path.startsWith(used.endsWith("/") ? used : `${used}/`);
}

/** An encoded character as it is where that means the same, else with capitals. */
function shortest(encoded: string): string {
  const sign = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return /[A-Za-z0-9._~-]/.test(sign) ? sign : encoded.toUpperCase();
}

function withoutDots(segments: readonly string[]): string[] {
  const resolved: string[] = [];
  for (const [at, segment] of segments.entries()) {
    if (segment === "..") resolved.pop();
    if (segment !== "." && segment !== "..") resolved.push(segment);
    else if (at === segments.length - 1) resolved.push("");
  }
  return resolved;
}

/** Encodings inside one another that are undone to see what a server may make of a segment. */
const maxEncodings = 4;

/** Whether a segment hides nothing that a server which decodes more often would take for the way to another folder. */
function isPlain(segment: string): boolean {
  let decoded = segment;
  for (let times = 0; decoded.includes("%"); times += 1) {
    if (times === maxEncodings) return false;
    const next = decoded.replace(/%([\dA-Fa-f]{2})/g, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (next === decoded) break;
    decoded = next;
  }
  if (/[\\\p{Cc}]/u.test(decoded.replace(/[\x80-\x9f]/g, ""))) return false;
  return decoded.split("/").every((part) => !/^\.{1,2}(?:;|$)/.test(part));
}
