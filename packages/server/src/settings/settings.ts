/** The largest integer of a setting that names none. */
export const defaultMax: number = 2 ** 40;

/**
 * What one setting may be. One is declared in a line below: its type, its check, its option on the command line and its row
 * in docs/server.md follow. `logLevel` is written `log_level` in the table `[server]` of a file, and
 * `KEYFOLD__SERVER__LOG_LEVEL` in the environment.
 */
export interface Setting {
  readonly type: "string" | "boolean" | "integer";
  /** What it is where nothing sets it; without one it may be absent. */
  readonly default?: string | number | boolean;
  /** Whether a string may be written as a number or a boolean, too. */
  readonly orScalar?: boolean;
  /** The smallest integer; 1 unless given. */
  readonly min?: number;
  /** The largest integer; 2^40 unless given. */
  readonly max?: number;
  /** The only strings that it may be. */
  readonly choices?: readonly string[];
  /** What the string must look like. */
  readonly format?: "address";
  /** The option of `keyfold-server` that sets it too. */
  readonly option?: string;
  /** What it does. */
  readonly description: string;
}

/** Which instance: where its data and values are, and what opens them. */
export const instanceFields = {
  data: { type: "string", option: "--data", description: "The data folder that `keyfold-server init` prepared." },
  database: {
    type: "string",
    option: "--database",
    description: "The URL of a PostgreSQL database; without it, SQLite in the data folder.",
  },
  vault: {
    type: "string",
    default: "database",
    option: "--vault",
    description: "Where values are stored: `database`, or the URL of OpenBao or HashiCorp Vault.",
  },
  vaultToken: { type: "string", description: "The server's token in OpenBao." },
  vaultTokenFile: {
    type: "string",
    description: "A file with the server's token in OpenBao, read again when the token is no longer valid.",
  },
  vaultRoleId: { type: "string", description: "The role id of the server's AppRole in OpenBao." },
  vaultSecretId: { type: "string", description: "The secret id of that AppRole." },
  vaultRoleMount: { type: "string", default: "approle", description: "The mount of the AppRole auth method." },
  vaultNamespace: { type: "string", description: "The namespace in OpenBao." },
  vaultMount: { type: "string", default: "secret", description: "The mount of the KV v2 secrets engine." },
  vaultPrefix: {
    type: "string",
    default: "keyfold",
    description: "The folder in that engine. Values are found only while it stays the same.",
  },
  vaultTimeoutSeconds: {
    type: "integer",
    default: 5,
    max: 300,
    description: "How long one request to OpenBao may take.",
  },
  vaultAllowInsecureHttp: {
    type: "boolean",
    default: false,
    description: "Whether to allow plain http to OpenBao on another machine.",
  },
  masterKeyCommand: {
    type: "string",
    option: "--master-key-command",
    description: "A command that prints the master key, instead of the file `master.key`.",
  },
  transitKey: { type: "string", description: "A key of OpenBao's transit engine that encrypts the file `master.key`." },
  transitMount: { type: "string", default: "transit", description: "The mount of the transit engine." },
  transitUrl: { type: "string", description: "The URL of the OpenBao with that engine; by default, the vault's." },
  auditStream: { type: "string", description: "Where to also write audit rows, as JSON lines: a file, or `stdout`." },
  auditHead: {
    type: "string",
    option: "--audit-head",
    description:
      "A file outside of the database that says where the audit log ends; by default `audit.head` in the data folder. `off`: none.",
  },
} as const;

/** How the instance is served. */
export const serverFields = {
  listen: {
    type: "string",
    default: "127.0.0.1:4250",
    format: "address",
    option: "--listen",
    description: "The address to listen on; port 0 picks a free port.",
  },
  publicUrl: {
    type: "string",
    description:
      "Where clients find the server, for example `https://keyfold.example.com`: signed tokens must be made for it (`aud`). By default browsers may use it where it listens.",
  },
  console: {
    type: "boolean",
    default: true,
    description: "Whether the console is served at `/`, where `@keyfold/console` is installed.",
  },
  introspection: { type: "boolean", default: true, description: "Whether clients may query the schema." },
  prefect: { type: "boolean", default: true, description: "Whether clients of Prefect 0.x and 1.x are supported." },
  metrics: { type: "boolean", default: true, description: "Whether `/metrics` is served." },
  metricsListen: {
    type: "string",
    format: "address",
    description: "An address of its own for `/metrics`, with `/healthz` and `/readyz`, in plain http.",
  },
  logLevel: {
    type: "string",
    default: "info",
    choices: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    description: "The lowest level that is logged.",
  },
  requestTimeoutSeconds: {
    type: "integer",
    default: 30,
    max: 3600,
    description: "How long a client may take to send a request.",
  },
  stopTimeoutSeconds: {
    type: "integer",
    default: 30,
    max: 3600,
    description: "How long a stop waits for requests in progress.",
  },
  tlsCert: {
    type: "string",
    option: "--tls-cert",
    description: "A file with the TLS certificate and its chain, in PEM; reloaded when it changes.",
  },
  tlsKey: {
    type: "string",
    option: "--tls-key",
    description: "A file with the certificate's private key, in PEM; reloaded when it changes.",
  },
  allowInsecureHttp: {
    type: "boolean",
    default: false,
    description: "Whether to serve plain http on an address that is not loopback.",
  },
  trustProxy: {
    type: "string",
    orScalar: true,
    default: "false",
    description:
      "The proxies whose `X-Forwarded-For` is believed: their number, or addresses and networks between commas; `true` is one.",
  },
  trustIssuers: {
    type: "string",
    description: "Issuers that the server asks for keys at addresses that are not public: URLs between commas.",
  },
  auditRetentionDays: {
    type: "integer",
    default: 0,
    min: 0,
    max: 36_500,
    description: "Days after which audit rows leave the database for the archive; 0: never.",
  },
  auditArchive: {
    type: "string",
    description:
      "The file that takes those rows, as JSON lines; without it, the file of `audit_stream`, where they are written once more.",
  },
  runRetentionDays: {
    type: "integer",
    default: 0,
    min: 0,
    max: 36_500,
    description: "Days after which runs that are over leave the database; 0: never.",
  },
} as const;

/** Sign-in of people, in the table `[server.sign_in]`. */
export const signInFields = {
  issuer: {
    type: "string",
    description:
      "Where people sign in: the URL of an OpenID provider, as its tokens have it (`iss`). Without it, people have tokens that an admin made.",
  },
  clientId: { type: "string", description: "The server's client id at the provider." },
  clientSecretFile: {
    type: "string",
    description: "A file with the server's client secret at the provider; without it, a public client.",
  },
  recheckMinutes: {
    type: "integer",
    default: 0,
    min: 0,
    max: 525_600,
    description:
      "Minutes after which the provider is asked again whether somebody may still sign in; without a refresh token from it, the token ends then. 0: never.",
  },
  outageHours: {
    type: "integer",
    default: 24,
    min: 0,
    max: 8760,
    description: "Hours that a provider which can't be asked again is borne; then the token ends.",
  },
} as const;

/** The limits, in the table `[server.limits]`. */
export const limitFields = {
  bodyBytes: {
    type: "integer",
    default: 4_194_304,
    min: 1024,
    max: 268_435_456,
    description: "Bytes of one request body.",
  },
  bufferedBytes: {
    type: "integer",
    default: 33_554_432,
    description: "Bytes of all request bodies being received, not counting the first 16 KiB of each.",
  },
  bodyItems: { type: "integer", default: 200_000, description: "JSON values in one request body." },
  answerBytes: {
    type: "integer",
    default: 33_554_432,
    description: "Bytes of one response; also of all responses at once, not counting the first 16 KiB of each.",
  },
  answerRows: {
    type: "integer",
    default: 20_000,
    description: "Rows of all lists in one response, including versions of secrets.",
  },
  connections: {
    type: "integer",
    default: 2000,
    description: "Open connections; for one more, the one that has been idle longest is closed.",
  },
  connectionsPerAddress: {
    type: "integer",
    default: 500,
    description: "Open connections from one address, unless it is a trusted proxy's.",
  },
  depth: { type: "integer", default: 20, max: 1000, description: "Nesting depth of a document's fields." },
  aliases: { type: "integer", default: 100, min: 0, description: "Aliases in a document." },
  fields: { type: "integer", default: 1000, description: "Fields in a document, each use of a fragment counted." },
  documentTokens: { type: "integer", default: 20_000, description: "GraphQL tokens in a document." },
  nameCharacters: { type: "integer", default: 255, max: 255, description: "Characters in a name." },
  valueBytes: { type: "integer", default: 1_048_576, description: "Bytes of one value as JSON." },
  valueDepth: {
    type: "integer",
    default: 64,
    min: 0,
    max: 1000,
    description: "Nesting depth of a value's lists and objects.",
  },
  batch: {
    type: "integer",
    default: 1000,
    max: 10_000,
    description: "Names in one `setSecrets`, `secretValues`, filter or allow-list.",
  },
  allowBytes: { type: "integer", default: 262_144, min: 2, description: "Bytes of one run's allow-list as JSON." },
  pageRows: { type: "integer", default: 10_000, max: 100_000, description: "Rows in one page of a list." },
  listSeconds: {
    type: "integer",
    default: 10,
    max: 300,
    description: "Seconds that a list may take, its wait for the other lists of its token included.",
  },
  requestsPerSecond: {
    type: "integer",
    default: 10_000,
    description: "Requests per second and token; without a token, per second and address.",
  },
  unknownTokensPerSecond: {
    type: "integer",
    default: 1000,
    description:
      "Requests with a missing, unknown or ended token, per second and address: each has a row in the audit log.",
  },
  tokenMsPerSecond: {
    type: "integer",
    default: 500,
    description: "Milliseconds of the server's time per second and token; who takes more waits until it is made good.",
  },
  addressMsPerSecond: {
    type: "integer",
    default: 800,
    description: "Milliseconds of the server's time per second and address, for all of its tokens together.",
  },
  auditRows: {
    type: "integer",
    default: 5000,
    max: 100_000,
    description: "Audit rows of one request. Further fields are refused.",
  },
  versionsKept: { type: "integer", default: 20, description: "Stored versions of a secret; older ones are deleted." },
  deletedDays: {
    type: "integer",
    default: 30,
    max: 36_500,
    description: "Days in which a secret that was removed can be restored; then it is deleted for good.",
  },
  grantBytes: { type: "integer", default: 16_384, max: 1_048_576, description: "Bytes of a token's grants as JSON." },
  trusts: { type: "integer", default: 100, max: 1000, description: "Trusts of one team." },
  claimBytes: { type: "integer", default: 4096, max: 65_536, description: "Bytes of a trust's claims as JSON." },
  jwksBytes: {
    type: "integer",
    default: 65_536,
    max: 1_048_576,
    description: "Bytes of a trust's keys as JSON, and of what an issuer answers.",
  },
  usedIdentities: {
    type: "integer",
    default: 100_000,
    description: "Signed tokens of one trust that are remembered as used until they expire.",
  },
  liveRuns: {
    type: "integer",
    default: 10_000,
    max: 100_000,
    description: "Live runs that one token or trust has opened.",
  },
  sessionIdleMinutes: {
    type: "integer",
    default: 60,
    max: 10_080,
    description: "Minutes after which somebody who does nothing is signed out of the console.",
  },
  sessionHours: {
    type: "integer",
    default: 12,
    max: 8760,
    description: "Hours after which everybody is signed out of the console.",
  },
  runTtlSeconds: {
    type: "integer",
    default: 86_400,
    max: 2_147_483_647,
    description: "Seconds that `openRun` and `extendRun` may request.",
  },
  runLifetimeSeconds: {
    type: "integer",
    default: 604_800,
    max: 2_147_483_647,
    description: "Seconds that a run can live, with all its extensions.",
  },
} as const;

type ValueOf<One> = One extends { readonly type: "boolean" }
  ? boolean
  : One extends { readonly type: "integer" }
    ? number
    : One extends { readonly default: string }
      ? string
      : string | undefined;

type ValuesOf<Fields> = { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> };

/** Which instance: where its data and values are, and what opens them. */
export interface InstanceSettings extends ValuesOf<typeof instanceFields> {}

/** Where an instance's data and values are; docs/server.md says what each field is, and its default. */
export interface StoreSettings extends ValuesOf<Omit<typeof instanceFields, "data">> {}

/** Limits of requests, names, values and runs; docs/server.md says what each field limits, in which unit, and its default. */
export interface Limits extends ValuesOf<typeof limitFields> {}

/** Where and how people sign in; docs/server.md says what each field is, and its default. */
export interface SignInSettings extends ValuesOf<typeof signInFields> {}

/** All of the server's settings, checked. */
export interface Settings extends InstanceSettings, ValuesOf<typeof serverFields> {
  readonly signIn: SignInSettings;
  readonly limits: Limits;
}

export const defaultLimits: Limits = defaultsOf(limitFields);

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

/** `logLevel` is `log_level` in a file. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function keyed(table: string, fields: Readonly<Record<string, Setting>>): [key: string, setting: Setting][] {
  return Object.entries(fields).map(([name, setting]) => [`${table}.${snakeCase(name)}`, setting]);
}

function defaultsOf<Fields extends Readonly<Record<string, Setting>>>(fields: Fields): ValuesOf<Fields> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, setting]) => [name, setting.default]),
  ) as ValuesOf<Fields>;
}
