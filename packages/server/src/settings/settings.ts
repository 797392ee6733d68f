import { type Limits, limitSettings } from "./limits.ts";
import { addressForm } from "./read-listen.ts";
import { count, flag, optionalText, type Setting, type SettingsOf, text } from "./setting.ts";
import { type StoreSettings, storeSettings } from "./store-settings.ts";

/** The server's settings except its limits, read and checked. */
export interface OwnSettings extends StoreSettings {
  readonly data: string | undefined;
  readonly listen: string;
  readonly introspection: boolean;
  readonly prefect: boolean;
  readonly metrics: boolean;
  readonly logLevel: string;
  readonly requestTimeoutSeconds: number;
  readonly stopTimeoutSeconds: number;
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly allowInsecureHttp: boolean;
  readonly trustProxy: boolean;
  readonly auditStream: string | undefined;
}

export type Settings = OwnSettings & { readonly limits: Limits };

/**
 * Every setting of the server except its limits. For example, one is written `listen` in the table `[server]` of a file, and
 * `KEYFOLD__SERVER__LISTEN` in the environment.
 */
export const ownSettings: SettingsOf<OwnSettings> = {
  data: optionalText("The data folder that `keyfold-server init` prepared.", { option: "--data" }),
  ...storeSettings,
  listen: text("127.0.0.1:4250", "The address to listen on; port 0 picks a free port.", {
    option: "--listen",
    form: { pattern: addressForm, like: "127.0.0.1:4250 or [::1]:4250" },
  }),
  introspection: flag(true, "Whether clients may query the schema."),
  prefect: flag(true, "Whether clients of Prefect 0.x and 1.x are supported."),
  metrics: flag(true, "Whether `/metrics` is served."),
  logLevel: text("info", "The lowest level that is logged.", {
    choices: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
  }),
  requestTimeoutSeconds: count(30, "How long a client may take to send a request.", { most: 3600 }),
  stopTimeoutSeconds: count(30, "How long a stop waits for requests in progress.", { most: 3600 }),
  tlsCert: optionalText("A file with the TLS certificate and its chain, in PEM; reloaded when it changes.", {
    option: "--tls-cert",
  }),
  tlsKey: optionalText("A file with the certificate's private key, in PEM; reloaded when it changes.", {
    option: "--tls-key",
  }),
  allowInsecureHttp: flag(false, "Whether to serve plain http on an address that is not loopback."),
  trustProxy: flag(false, "Whether to take clients' addresses from a proxy's `X-Forwarded-For`."),
  auditStream: optionalText("Where to also write audit rows, as JSON lines: a file, or `stdout`."),
};

/** Every setting by its key in a configuration: `server.log_level`, `server.limits.body_bytes`. */
export const settingsByKey: ReadonlyMap<string, Setting> = new Map([
  ...Object.entries(ownSettings).map(([name, setting]): [string, Setting] => [`server.${snakeCase(name)}`, setting]),
  ...Object.entries(limitSettings).map(([name, setting]): [string, Setting] => [
    `server.limits.${snakeCase(name)}`,
    setting,
  ]),
]);

/** `logLevel` is `log_level` in a file. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
