/** What one request, one name, one value and one run may be. Every field is a setting. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
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
  /** Names in one `setSecrets`, `secretValues` or allow-list. */
  readonly batch: number;
  /** Rows that one list gives. */
  readonly pageRows: number;
  /** Requests per token in one second; from one address, for requests without a possible token. */
  readonly requestsPerSecond: number;
  /** Versions of a secret; older ones are removed. */
  readonly versionsKept: number;
  /** Seconds that `openRun` and `extendRun` may ask for. */
  readonly runTtlSeconds: number;
  /** Seconds from its opening after which a run can't be extended further. */
  readonly runLifetimeSeconds: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 4 * 1024 * 1024,
  depth: 20,
  aliases: 100,
  fields: 1000,
  documentTokens: 20_000,
  nameCharacters: 255,
  valueBytes: 1024 * 1024,
  valueDepth: 64,
  batch: 1000,
  pageRows: 10_000,
  requestsPerSecond: 10_000,
  versionsKept: 20,
  runTtlSeconds: 24 * 3600,
  runLifetimeSeconds: 7 * 24 * 3600,
};
