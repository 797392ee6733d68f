import { ServerError } from "../server-error.ts";
import { isLoopback } from "./is-loopback.ts";
import type { ListenAddress } from "./read-listen.ts";
import type { Settings } from "./settings.ts";

/** Throws `SETTINGS_INVALID` where values and tokens would cross a network in plain text, unless that was asked for. */
export function checkAddress({ host }: ListenAddress, { tlsCert, tlsKey, allowInsecureHttp }: Settings): void {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const missing = tlsCert === undefined ? "tls_cert" : "tls_key";
    throw new ServerError("SETTINGS_INVALID", `server.${missing} is missing.`, "TLS needs both of its files.");
  }
  if (tlsCert !== undefined || allowInsecureHttp || isLoopback(host)) return;
  throw new ServerError(
    "SETTINGS_INVALID",
    `On ${host} values and tokens would cross the network in plain text.`,
    "Give --tls-cert and --tls-key, or set allow_insecure_http = true behind a proxy that speaks TLS.",
  );
}
