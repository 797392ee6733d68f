const ipv4 = /^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether a host, as `URL` spells it or as an address to listen on, is this machine: what is sent there crosses no network. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || ipv4.test(host);
}
