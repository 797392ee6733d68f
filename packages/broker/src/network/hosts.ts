/** A host of a canonical one without its port, and without the brackets of an address. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}

/** The port of a canonical host. */
export function portOf(host: string): number {
  return Number(/:(\d+)$/.exec(host)?.[1] ?? 443);
}
