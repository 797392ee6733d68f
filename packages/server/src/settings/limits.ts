import { count, type SettingsOf } from "./setting.ts";

/** What one request, one name, one value and one run may be. Every field is a setting; see docs/server.md for the defaults. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Bytes of all the bodies that are being received, beyond 16 KiB of each. */
  readonly bufferedBytes: number;
  /** Values, in all, in the JSON of a body. */
  readonly bodyItems: number;
  /** Bytes of all the values in one answer, and, beyond 16 KiB of each, in all answers at once. */
  readonly answerBytes: number;
  /** Rows of all the lists in one answer, versions of secrets included. */
  readonly answerRows: number;
  /** Connections at once; more are closed. */
  readonly connections: number;
  /** Fields inside fields of a document. */
  readonly depth: number;
  /** Aliases in a document. */
  readonly aliases: number;
  /** Fields, in all, of a document. */
  readonly fields: number;
  /** Words and signs of a document. */
  readonly documentTokens: number;
  /** Characters of a name. */
  readonly nameCharacters: number;
  /** Bytes of a value as JSON. */
  readonly valueBytes: number;
  /** Lists and objects inside each other in a value. */
  readonly valueDepth: number;
  /** Names in one `setSecrets`, `secretValues`, filter or allow-list. */
  readonly batch: number;
  /** Rows that one list gives. */
  readonly pageRows: number;
  /** Requests per token in one second; from one address, for requests without a possible token. */
  readonly requestsPerSecond: number;
  /** Requests from one address in one second whose token is missing or unknown: each leaves a row in the audit log. */
  readonly unknownTokensPerSecond: number;
  /** Versions of a secret; older ones are removed. */
  readonly versionsKept: number;
  /** Seconds that `openRun` and `extendRun` may ask for. */
  readonly runTtlSeconds: number;
  /** Seconds from its opening after which a run can't be extended further. */
  readonly runLifetimeSeconds: number;
}

/** The limits as settings: `server.limits.body_bytes` and so on. */
export const limitSettings: SettingsOf<Limits> = {
  bodyBytes: count(4 * 1024 * 1024, "Bytes of a request's body.", { least: 1024, most: 256 * 1024 * 1024 }),
  bufferedBytes: count(32 * 1024 * 1024, "Bytes of all the bodies that are being received, beyond 16 KiB of each."),
  bodyItems: count(200_000, "Values, in all, in the JSON of a body."),
  answerBytes: count(
    32 * 1024 * 1024,
    "Bytes of all the values in one answer, and, beyond 16 KiB of each, in all answers at once.",
  ),
  answerRows: count(100_000, "Rows of all the lists in one answer, versions of secrets included."),
  connections: count(2000, "Connections at once; more are closed at once."),
  depth: count(20, "Fields inside fields of a document.", { most: 1000 }),
  aliases: count(100, "Aliases in a document.", { least: 0 }),
  fields: count(1000, "Fields, in all, of a document."),
  documentTokens: count(20_000, "Words and signs of a document."),
  nameCharacters: count(255, "Characters of a name.", { most: 255 }),
  valueBytes: count(1024 * 1024, "Bytes of a value as JSON."),
  valueDepth: count(64, "Lists and objects inside each other in a value.", { least: 0, most: 1000 }),
  batch: count(1000, "Names in one `setSecrets`, `secretValues`, filter or allow-list.", { most: 10_000 }),
  pageRows: count(10_000, "Rows that one list gives.", { most: 100_000 }),
  requestsPerSecond: count(10_000, "Requests per token in one second; from one address, for requests without a token."),
  unknownTokensPerSecond: count(1000, "Requests from one address in one second whose token is missing or unknown."),
  versionsKept: count(20, "Versions of a secret; older ones are removed."),
  runTtlSeconds: count(24 * 3600, "Seconds that `openRun` and `extendRun` may ask for.", { most: 2 ** 31 - 1 }),
  runLifetimeSeconds: count(7 * 24 * 3600, "Seconds from its opening after which a run can't be extended further.", {
    most: 2 ** 31 - 1,
  }),
};

export const defaultLimits: Limits = Object.fromEntries(
  Object.entries(limitSettings).map(([name, { usual }]) => [name, usual]),
) as unknown as Limits;
