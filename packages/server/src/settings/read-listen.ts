import { ServerError } from "../server-error.ts";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export const addressForm: RegExp = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;

/** Reads `127.0.0.1:4250`, `localhost:0` or `[::1]:4250`. Throws `SETTINGS_INVALID`. */
export function readListen(text: string): ListenAddress {
  const [, six, host, port] = addressForm.exec(text) ?? [];
  const address = six ?? host;
  if (address !== undefined && Number(port) <= 65_535) return { host: address, port: Number(port) };
  throw new ServerError("SETTINGS_INVALID", `"${text}" is no address to listen on.`, "Write it as 127.0.0.1:4250.");
}
