import { type Limits, limitSettings } from "./limits.ts";
import { addressForm } from "./read-listen.ts";
import { count, flag, optionalText, type Setting, type SettingsOf, text } from "./setting.ts";
import { type StoreSettings, storeSettings } from "./store-settings.ts";

/** The settings of the server but its limits, read and checked. */
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
 * Every setting of the server but the limits: one is written `listen` in the table `[server]` of a file, and
 * `KEYFOLD__SERVER__LISTEN` in the environment.
 */
export const ownSettings: SettingsOf<OwnSettings> = {
  data: optionalText("The data folder that `keyfold-server init` prepared.", { option: "--data" }),
  ...storeSettings,
  listen: text("127.0.0.1:4250", "Where to listen; port 0 picks a free one.", {
    option: "--listen",
    form: { pattern: addressForm, like: "127.0.0.1:4250 or [::1]:4250" },
  }),
  introspection: flag(true, "Whether clients may ask for the schema."),
  prefect: flag(true, "Whether the clients of Prefect 0.x and 1.x are answered."),
  metrics: flag(true, "Whether `/metrics` is there."),
  logLevel: text("info", "From which level on the server logs.", {
    choices: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
  }),
  requestTimeoutSeconds: count(30, "How long a client may take to send a request.", { most: 3600 }),
  stopTimeoutSeconds: count(30, "How long a stop waits for the requests at hand.", { most: 3600 }),
  tlsCert: optionalText("A file with the TLS certificate and its chain, in PEM; read again when it changes.", {
    option: "--tls-cert",
  }),
  tlsKey: optionalText("A file with the certificate's key, in PEM.", { option: "--tls-key" }),
  allowInsecureHttp: flag(false, "Whether to serve plain http on an address that is not this machine's own."),
  trustProxy: flag(false, "Whether a proxy in front tells the clients' addresses, by `X-Forwarded-For`."),
  auditStream: optionalText("Where audit rows go too, as JSON lines: a file, or `stdout`."),
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
