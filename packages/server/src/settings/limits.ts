import { count, type SettingsOf } from "./setting.ts";

/** Limits of requests, names, values and runs. Every field is a setting; see docs/server.md for the defaults. */
export interface Limits {
  /** Bytes of one request body. */
  readonly bodyBytes: number;
  /** Bytes of all request bodies being received, not counting the first 16 KiB of each. */
  readonly bufferedBytes: number;
  /** JSON values in one request body. */
  readonly bodyItems: number;
  /** Bytes of the values in one response; also in all responses at once, not counting the first 16 KiB of each. */
  readonly answerBytes: number;
  /** Rows of all lists in one response, including versions of secrets. */
  readonly answerRows: number;
  /** Open connections; further ones are closed. */
  readonly connections: number;
  /** Nesting depth of a document's fields. */
  readonly depth: number;
  /** Aliases in a document. */
  readonly aliases: number;
  /** Fields in a document. */
  readonly fields: number;
  /** GraphQL tokens in a document. */
  readonly documentTokens: number;
  /** Characters in a name. */
  readonly nameCharacters: number;
  /** Bytes of one value as JSON. */
  readonly valueBytes: number;
  /** Nesting depth of a value's lists and objects. */
  readonly valueDepth: number;
  /** Names in one `setSecrets`, `secretValues`, filter or allow-list. */
  readonly batch: number;
  /** Rows in one page of a list. */
  readonly pageRows: number;
  /** Requests per second and token; without a possible token, per second and address. */
  readonly requestsPerSecond: number;
  /** Requests with a missing or unknown token, per second and address: each leaves a row in the audit log. */
  readonly unknownTokensPerSecond: number;
  /** Stored versions of a secret; older ones are deleted. */
  readonly versionsKept: number;
  /** Seconds that `openRun` and `extendRun` may request. */
  readonly runTtlSeconds: number;
  /** Seconds that a run can live, with all its extensions. */
  readonly runLifetimeSeconds: number;
}

/** The limits as settings: `server.limits.body_bytes` and so on. */
export const limitSettings: SettingsOf<Limits> = {
  bodyBytes: count(4 * 1024 * 1024, "Bytes of one request body.", { least: 1024, most: 256 * 1024 * 1024 }),
  bufferedBytes: count(
    32 * 1024 * 1024,
    "Bytes of all request bodies being received, not counting the first 16 KiB of each.",
  ),
  bodyItems: count(200_000, "JSON values in one request body."),
  answerBytes: count(
    32 * 1024 * 1024,
    "Bytes of the values in one response; also in all responses at once, not counting the first 16 KiB of each.",
  ),
  answerRows: count(100_000, "Rows of all lists in one response, including versions of secrets."),
  connections: count(2000, "Open connections; further ones are closed immediately."),
  depth: count(20, "Nesting depth of a document's fields.", { most: 1000 }),
  aliases: count(100, "Aliases in a document.", { least: 0 }),
  fields: count(1000, "Fields in a document."),
  documentTokens: count(20_000, "GraphQL tokens in a document."),
  nameCharacters: count(255, "Characters in a name.", { most: 255 }),
  valueBytes: count(1024 * 1024, "Bytes of one value as JSON."),
  valueDepth: count(64, "Nesting depth of a value's lists and objects.", { least: 0, most: 1000 }),
  batch: count(1000, "Names in one `setSecrets`, `secretValues`, filter or allow-list.", { most: 10_000 }),
  pageRows: count(10_000, "Rows in one page of a list.", { most: 100_000 }),
  requestsPerSecond: count(10_000, "Requests per second and token; without a token, per second and address."),
  unknownTokensPerSecond: count(1000, "Requests with a missing or unknown token, per second and address."),
  versionsKept: count(20, "Stored versions of a secret; older ones are deleted."),
  runTtlSeconds: count(24 * 3600, "Seconds that `openRun` and `extendRun` may request.", { most: 2 ** 31 - 1 }),
  runLifetimeSeconds: count(7 * 24 * 3600, "Seconds that a run can live, with all its extensions.", {
    most: 2 ** 31 - 1,
  }),
};

export const defaultLimits: Limits = Object.fromEntries(
  Object.entries(limitSettings).map(([name, { usual }]) => [name, usual]),
) as unknown as Limits;
