import { hostnameOf, portOf } from "./hosts.ts";

/** Whether a list as in NO_PROXY names a host: `*`, a name with all under it, each with a port if need be. */
export function bypassesProxy(host: string, noProxy: string): boolean {
  return noProxy.split(/[\s,]+/).some((entry) => names(entry, host));
}

/** A list as in NO_PROXY without the entries that name one of some hosts. */
export function withoutHosts(noProxy: string, hosts: readonly string[]): string {
  const entries = noProxy.split(/[\s,]+/).filter((entry) => entry !== "");
  return entries.filter((entry) => !hosts.some((host) => names(entry, host) || isUnder(entry, host))).join(",");
}

/** Whether an entry names one of the hosts that a `*.` stands for. */
function isUnder(entry: string, host: string): boolean {
  return host.startsWith("*.") && hostnameOf(entry.toLowerCase()).endsWith(hostnameOf(host).slice(1));
}

function names(entry: string, host: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\*?\./, "")) ?? [];
  if (port !== undefined && Number(port) !== portOf(host)) return false;
  const hostname = hostnameOf(host).replace(/^\*\./, "");
  return hostname === name || hostname.endsWith(`.${name}`);
}
