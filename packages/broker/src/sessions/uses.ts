import { docsPage } from "@keyfold/common/docs-page";
import { canonicalHost, canonicalPath, isHostWithin, isPathWithin } from "@keyfold/common/uses";
import { BrokerError } from "../broker-error.ts";
import { makePlaceholder } from "./placeholders.ts";

/** A secret, and the requests that it is put into. */
export interface BrokerUse {
  /** The secret's name, as the run asks for it. */
  readonly name: string;
  /** A host, with `:` and its port where that is not https's own; `*.example.com`: each one level under it. */
  readonly host: string;
  /** In capitals; absent: every method. */
  readonly methods?: readonly string[];
  /** Each with all that is under it; absent: every path. */
  readonly paths?: readonly string[];
  /** Whether it is also put into a body of JSON, form or text. Default false. */
  readonly body?: boolean;
  /** The shape of the placeholder, for example `ghp_…`. Default: that of the host's keys, if they are known. */
  readonly as?: string;
}

/** A use with its placeholder. */
export interface PreparedUse {
  readonly name: string;
  readonly host: string;
  readonly methods: readonly string[] | undefined;
  readonly paths: readonly string[] | undefined;
  readonly body: boolean;
  readonly placeholder: string;
}

/** A request as uses are compared with it. */
export interface UsedRequest {
  /** Canonical. */
  readonly host: string;
  readonly method: string;
  /** Canonical; undefined where servers differ in what they take it for. */
  readonly path: string | undefined;
}

/**
 * Checks uses, and makes their placeholders: one for each secret.
 *
 * @throws BrokerError with code BAD_USE.
 */
export function prepareUses(uses: readonly BrokerUse[]): PreparedUse[] {
  const placeholders = new Map<string, string>();
  return uses.map(({ name, host, methods, paths, body = false, as }) => {
    const canonical = canonicalHost(host);
    if (canonical === undefined) throw badUse("The host of a use is a name or an address, with its port if need be.");
    const clear = paths?.map((path) => canonicalPath(path) ?? badPath());
    const placeholder = placeholders.get(name) ?? makePlaceholder(canonical, as);
    placeholders.set(name, placeholder);
    return { name, host: canonical, methods, paths: clear, body, placeholder };
  });
}

/** Whether a host, canonical, is one of those in use. */
export function isInUse(uses: readonly PreparedUse[], host: string): boolean {
  return uses.some((use) => isHostWithin(host, use.host));
}

/** The uses that a request is one of. */
export function usesOf(uses: readonly PreparedUse[], { host, method, path }: UsedRequest): PreparedUse[] {
  return uses.filter(
    (use) =>
      isHostWithin(host, use.host) &&
      (use.methods?.includes(method) ?? true) &&
      (use.paths?.some((one) => path !== undefined && isPathWithin(path, one)) ?? true),
  );
}

function badPath(): never {
  throw badUse("The paths of a use have / in front, no query, and nothing that servers differ in.");
}

function badUse(message: string): BrokerError {
  return new BrokerError(
    "BAD_USE",
    message,
    `See ${docsPage("agents.md#how-a-use-is-written")} for how uses are written.`,
  );
}
