import { type Limits, limitFields } from "./limits.ts";
import { keyed, type Setting, type ValuesOf } from "./setting.ts";

/** Which instance: where its data and values are, and what opens them. */
export const instanceFields = {
  data: { option: "--data", description: "The data folder, which `keyfold-server init` prepares." },
  database: {
    option: "--database",
    description: "The URL of a PostgreSQL database; without it, SQLite in the data folder.",
  },
  vault: {
    default: "database",
    option: "--vault",
    description: "Where values are stored: `database`, or the URL of OpenBao or HashiCorp Vault.",
  },
  vaultToken: { description: "The server's token in OpenBao." },
  vaultTokenFile: {
    description: "A file with the server's token in OpenBao, read again when the token is no longer valid.",
  },
  vaultRoleId: { description: "The role id of the server's AppRole in OpenBao." },
  vaultSecretId: { description: "The secret id of that AppRole." },
  vaultRoleMount: { default: "approle", description: "The mount of the AppRole auth method." },
  vaultNamespace: { description: "The namespace in OpenBao." },
  vaultMount: { default: "secret", description: "The mount of the KV v2 secrets engine." },
  vaultPrefix: {
    default: "keyfold",
    description: "The folder in that engine. Values are found only while it stays the same.",
  },
  vaultTimeoutSeconds: { default: 5, max: 300, description: "How long one request to OpenBao may take." },
  vaultAllowInsecureHttp: { default: false, description: "Whether to allow plain http to OpenBao on another machine." },
  masterKeyCommand: {
    option: "--master-key-command",
    description: "A command that prints the master key, instead of the file `master.key`.",
  },
  transitKey: { description: "A key of OpenBao's transit engine that encrypts the file `master.key`." },
  transitMount: { default: "transit", description: "The mount of the transit engine." },
  transitUrl: { description: "The URL of the OpenBao with that engine; by default, the vault's." },
  auditStream: { description: "Where to also write audit rows, as JSON lines: a file, or `stdout`." },
  auditHead: {
    option: "--audit-head",
    description:
      "A file outside of the database that says where the audit log ends; by default `audit.head` in the data folder. `off`: none.",
  },
} as const;

/** How the instance is served. */
export const serverFields = {
  listen: {
    default: "127.0.0.1:4250",
    format: "address",
    option: "--listen",
    description: "The address to listen on; port 0 picks a free port.",
  },
  publicUrl: {
    description:
      "Where clients find the server, for example `https://keyfold.example.com`: signed tokens must be made for it (`aud`). By default browsers may use it where it listens.",
  },
  console: {
    default: true,
    description: "Whether the console is served at `/`, where `@keyfold/console` is installed.",
  },
  introspection: { default: true, description: "Whether clients may query the schema." },
  prefect: { default: true, description: "Whether clients of Prefect 0.x and 1.x are supported." },
  metrics: { default: true, description: "Whether `/metrics` is served." },
  metricsTeams: { default: false, description: "Whether `/metrics` counts reads by team, too." },
  metricsListen: {
    format: "address",
    description: "An address of its own for `/metrics`, with `/healthz` and `/readyz`, in plain http.",
  },
  logLevel: {
    default: "info",
    choices: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    description: "The lowest level that is logged.",
  },
  requestTimeoutSeconds: { default: 30, max: 3600, description: "How long a client may take to send a request." },
  stopTimeoutSeconds: { default: 30, max: 3600, description: "How long a stop waits for requests in progress." },
  tlsCert: {
    option: "--tls-cert",
    description: "A file with the TLS certificate and its chain, in PEM; reloaded when it changes.",
  },
  tlsKey: {
    option: "--tls-key",
    description: "A file with the certificate's private key, in PEM; reloaded when it changes.",
  },
  allowInsecureHttp: { default: false, description: "Whether to serve plain http on an address that is not loopback." },
  trustProxy: {
    orScalar: true,
    default: "false",
    description:
      "The proxies whose `X-Forwarded-For` is believed: their number, or addresses and networks between commas; `true` is one.",
  },
  trustIssuers: {
    description: "Issuers that the server asks for keys at addresses that are not public: URLs between commas.",
  },
  auditRetentionDays: {
    default: 0,
    min: 0,
    max: 36_500,
    description: "Days after which audit rows leave the database for the archive; 0: never.",
  },
  auditArchive: {
    description:
      "The file that takes those rows, as JSON lines; without it, the file of `audit_stream`, where they are written once more.",
  },
  runRetentionDays: {
    default: 0,
    min: 0,
    max: 36_500,
    description: "Days after which runs that are over leave the database; 0: never.",
  },
} as const;

/** Sign-in of people, in the table `[server.sign_in]`. */
export const signInFields = {
  issuer: {
    description:
      "Where people sign in: the URL of an OpenID provider, as its tokens have it (`iss`). Without it, people have tokens that an admin made.",
  },
  clientId: { description: "The server's client id at the provider." },
  clientSecretFile: {
    description: "A file with the server's client secret at the provider; without it, a public client.",
  },
  recheckMinutes: {
    default: 0,
    min: 0,
    max: 525_600,
    description:
      "Minutes after which the provider is asked again whether somebody may still sign in; without a refresh token from it, the token ends then. 0: never.",
  },
  outageHours: {
    default: 24,
    min: 0,
    max: 8760,
    description: "Hours that a provider which can't be asked again is borne; then the token ends.",
  },
} as const;

/** Which instance: where its data and values are, and what opens them. */
export interface InstanceSettings extends ValuesOf<typeof instanceFields> {}

/** Where an instance's data and values are; docs/server.md says what each field is, and its default. */
export interface StoreSettings extends ValuesOf<Omit<typeof instanceFields, "data">> {}

/** Where and how people sign in; docs/server.md says what each field is, and its default. */
export interface SignInSettings extends ValuesOf<typeof signInFields> {}

/** All of the server's settings, checked. */
export interface Settings extends InstanceSettings, ValuesOf<typeof serverFields> {
  readonly signIn: SignInSettings;
  readonly limits: Limits;
}

/** An instance's settings; what is not given is as the defaults have it, and what is no setting of an instance is left out. */
export function instanceSettings(data: string | undefined, given: Partial<StoreSettings> = {}): InstanceSettings {
  const names = Object.keys(instanceFields) as (keyof StoreSettings)[];
  const values = names.map((name) => [name, given[name] ?? (instanceFields[name] as Setting).default]);
  return { ...(Object.fromEntries(values) as InstanceSettings), data };
}

/** Every setting by its key in a configuration: `server.log_level`, `server.limits.body_bytes`. */
export const settingsByKey: ReadonlyMap<string, Setting> = new Map([
  ...keyed("server", { ...instanceFields, ...serverFields }),
  ...keyed("server.sign_in", signInFields),
  ...keyed("server.limits", limitFields),
]);
