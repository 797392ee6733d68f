import { ServerError } from "../server-error.ts";
import { defaultsOf, type ValuesOf } from "./setting.ts";

/** The limits, in the table `[server.limits]`. */
export const limitFields = {
  bodyBytes: { default: 4_194_304, min: 1024, max: 268_435_456, description: "Bytes of one request body." },
  bufferedBytes: {
    default: 33_554_432,
    description: "Bytes of all request bodies being received, not counting the first 16 KiB of each.",
  },
  bodyItems: { default: 200_000, description: "JSON values in one request body." },
  answerBytes: {
    default: 33_554_432,
    description: "Bytes of one response; also of all responses at once, not counting the first 16 KiB of each.",
  },
  answerRows: { default: 20_000, description: "Rows of all lists in one response, including versions of secrets." },
  connections: {
    default: 2000,
    description: "Open connections; for one more, the one that has been idle longest is closed.",
  },
  connectionsPerAddress: {
    default: 500,
    description: "Open connections from one address, unless it is a trusted proxy's.",
  },
  depth: { default: 20, max: 1000, description: "Nesting depth of a document's fields." },
  aliases: { default: 100, min: 0, description: "Aliases in a document." },
  fields: { default: 1000, description: "Fields in a document, each use of a fragment counted." },
  documentTokens: { default: 20_000, description: "GraphQL tokens in a document." },
  nameCharacters: { default: 255, max: 255, description: "Characters in a name." },
  valueBytes: { default: 1_048_576, description: "Bytes of one value as JSON." },
  valueDepth: { default: 64, min: 0, max: 1000, description: "Nesting depth of a value's lists and objects." },
  batch: {
    default: 1000,
    max: 10_000,
    description: "Names in one `setSecrets`, `secretValues`, filter or allow-list.",
  },
  allowBytes: { default: 262_144, min: 2, description: "Bytes of one run's allow-list as JSON." },
  pageRows: { default: 10_000, max: 100_000, description: "Rows in one page of a list." },
  listSeconds: {
    default: 10,
    max: 300,
    description: "Seconds that a list may take, its wait for the other lists of its token included.",
  },
  requestsPerSecond: {
    default: 10_000,
    description: "Requests per second and token; without a token, per second and address.",
  },
  unknownTokensPerSecond: {
    default: 1000,
    description:
      "Requests with a missing, unknown or ended token, per second and address: each has a row in the audit log.",
  },
  tokenMsPerSecond: {
    default: 500,
    description: "Milliseconds of the server's time per second and token; who takes more waits until it is made good.",
  },
  addressMsPerSecond: {
    default: 800,
    description: "Milliseconds of the server's time per second and address, for all of its tokens together.",
  },
  auditRows: { default: 5000, max: 100_000, description: "Audit rows of one request. Further fields are refused." },
  versionsKept: { default: 20, description: "Stored versions of a secret; older ones are deleted." },
  deletedDays: {
    default: 30,
    max: 36_500,
    description: "Days in which a secret that was removed can be restored; then it is deleted for good.",
  },
  grantBytes: { default: 16_384, max: 1_048_576, description: "Bytes of a token's grants as JSON." },
  trusts: { default: 100, max: 1000, description: "Trusts of one team." },
  claimBytes: { default: 4096, max: 65_536, description: "Bytes of a trust's claims as JSON." },
  jwksBytes: {
    default: 65_536,
    max: 1_048_576,
    description: "Bytes of a trust's keys as JSON, and of what an issuer answers.",
  },
  usedIdentities: {
    default: 100_000,
    description: "Signed tokens of one trust that are remembered as used until they expire.",
  },
  liveRuns: { default: 10_000, max: 100_000, description: "Live runs that one token or trust has opened." },
  sessionIdleMinutes: {
    default: 60,
    max: 10_080,
    description: "Minutes after which somebody who does nothing is signed out of the console.",
  },
  sessionHours: { default: 12, max: 8760, description: "Hours after which everybody is signed out of the console." },
  runTtlSeconds: {
    default: 86_400,
    max: 2_147_483_647,
    description: "Seconds that `openRun` and `extendRun` may request.",
  },
  runLifetimeSeconds: {
    default: 604_800,
    max: 2_147_483_647,
    description: "Seconds that a run can live, with all its extensions.",
  },
} as const;

/** Limits of requests, names, values and runs; docs/server.md says what each field limits, in which unit, and its default. */
export interface Limits extends ValuesOf<typeof limitFields> {}

export const defaultLimits: Limits = defaultsOf(limitFields);

/**
 * The limits of a server: the defaults, and what differs from them.
 *
 * @throws ServerError `SETTINGS_INVALID` for one that is no number: nothing would be more than that.
 */
export function readLimits(given: Partial<Limits> = {}): Limits {
  const set = Object.entries(given).filter(([, limit]) => limit !== undefined);
  const wrong = set.find(([, limit]) => typeof limit !== "number" || Number.isNaN(limit));
  if (wrong === undefined) return { ...defaultLimits, ...Object.fromEntries(set) };
  throw new ServerError("SETTINGS_INVALID", `The limit ${wrong[0]} is not a number.`, "Leave it out for its default.");
}
