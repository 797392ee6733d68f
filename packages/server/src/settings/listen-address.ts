import { isLoopback } from "@keyfold/common/loopback";
import { ServerError } from "../server-error.ts";
import type { Settings } from "./settings.ts";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export const addressForm: RegExp = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;

/**
 * Reads `127.0.0.1:4250`, `localhost:0` or `[::1]:4250`.
 *
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readListen(listen: string): ListenAddress {
  const [, ipv6, host, port] = addressForm.exec(listen) ?? [];
  const address = ipv6 ?? host;
  if (address !== undefined && Number(port) <= 65_535) return { host: address, port: Number(port) };
  throw new ServerError(
    "SETTINGS_INVALID",
    `"${listen}" is not an address to listen on.`,
    "Write it as 127.0.0.1:4250.",
  );
}

/**
 * Checks how the server would be reached.
 *
 * @throws ServerError `SETTINGS_INVALID` where values and tokens would cross a network in plain text, unless that was asked for.
 */
export function checkTransport({ host }: ListenAddress, { tlsCert, tlsKey, allowInsecureHttp }: Settings): void {
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
