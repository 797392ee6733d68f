import { hostnameOf, portOf } from "./hosts.ts";

/** Whether a list as in NO_PROXY names a host: `*`, a name with all under it, each with a port if need be. */
export function bypassesProxy(host: string, noProxy: string): boolean {
  return noProxy.split(/[\s,]+/).some((entry) => names(entry, host));
}

function names(entry: string, host: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase().replace(/^\*?\./, "")) ?? [];
  if (port !== undefined && Number(port) !== portOf(host)) return false;
  const hostname = hostnameOf(host).replace(/^\*\./, "");
  return hostname === name || hostname.endsWith(`.${name}`);
}
