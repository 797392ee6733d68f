import { isLoopback } from "@keyfold/common/loopback";

/** The environment where the runtime has one. */
function environment(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {};
}

const proxies = /^(?:https?|all)_proxy$/i;

/** Whether this is Node, and not a runtime that only has its modules. */
function isNode(): boolean {
  return (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent?.startsWith("Node.js/") ?? false;
}

let httpFetch: typeof globalThis.fetch | undefined;

/**
 * The runtime's `fetch`; in Node its client of HTTP, which takes a third of the time. For this machine itself it goes past any proxy that the
 * environment names, which Bun and Deno would send the token to in clear.
 */
export const runtimeFetch: typeof globalThis.fetch = async (input, init) => {
  const isProxied = (): boolean =>
    isLoopback(new URL(String(input)).hostname) && Object.keys(environment()).some((name) => proxies.test(name));
  if (!isNode() && !isProxied()) return globalThis.fetch(input, init);
  httpFetch ??= (await import("@keyfold/common/http-fetch")).httpFetch;
  return httpFetch(input, init);
};

let warned = false;

/** Warns, once in a process, where Node is told to believe any server. */
export function warnOfUnverifiedServers(): void {
  if (warned || environment().NODE_TLS_REJECT_UNAUTHORIZED !== "0") return;
  warned = true;
  process.emitWarning(
    "NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked, so whoever is on the way can read the token and the " +
      "values. NODE_EXTRA_CA_CERTS adds an authority of your own.",
    { code: "KEYFOLD_TLS_UNVERIFIED" },
  );
}
