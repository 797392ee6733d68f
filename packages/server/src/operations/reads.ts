import { type AuditCall, type AuditEntry, allowedEntry, refusedEntry } from "../audit/audit-entry.ts";
import type { SecretValue } from "../generated/resolvers.ts";
import { readRequest } from "../input/grants.ts";
import { checkBatch } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import type { ValueKey } from "../vault/encryption.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { newestStored } from "../vault/values.ts";
import { inGroups } from "./lists.ts";
import type { AskedName, Operations, RunContext } from "./operation.ts";
import { secretNotFound } from "./secrets.ts";

/**
 * Reads of values, by runs alone. Before them `http/graphql-route.ts` authenticated and parsed the request, and
 * `graphql/guard-fields.ts` enforced the field's `@allow` and looked up which full names the run may read. A step that throws
 * refuses the read, and the guard records that.
 */
export const reads: Operations<"secretValue" | "secretValues" | "useSecret"> = {
  secretValue: {
    for: "run",
    action: "secret.read",
    subjects: ({ name }) => [name],
    names: "runner",
    checkedInCommit: true,
    run: (context) => readOne(context, messageForPrefect),
  },

  /** By the steps of `secretValue`, for a request that the run may use the name in. */
  useSecret: {
    for: "run",
    action: "secret.use",
    subjects: ({ input }) => [input.name],
    names: "runner",
    checkedInCommit: true,
    use: ({ input }) => readRequest(input),
    run: async (context) => ({ value: await readOne(context) }),
  },

  /** By the steps of `secretValue`: each name, once however often it is asked for, has its value or its error, and its audit row. */
  secretValues: {
    for: "run",
    action: "secret.read",
    subjects: ({ names }) => [...new Set(names)],
    names: "runner",
    checkedInCommit: true,
    run: async (context, { names: all }) => {
      const { server, run, names, calls, budget } = context;
      checkBatch(all, server.limits.batch);
      budget.addRows(names);
      const found = await findValues(context);
      const values = found.map(({ value }) => value ?? secretNotFound());
      const now = server.clock();
      const entries = calls.map((call, index) => entryOf(call, found[index] ?? notFound, now, values[index]));
      await server.audit.append(entries, run);
      return values.map((value, index) => secretValueFrom(names[index]?.asked ?? "", value));
    },
  },
};

async function readOne(context: RunContext, messageIfNotFound?: string): Promise<Plaintext | null> {
  const { server, run, calls } = context;
  const [found = notFound] = await findValues(context);
  const value = found.value ?? secretNotFound(messageIfNotFound);
  if (value instanceof ServerError) throw value;
  const now = server.clock();
  await server.audit.append(
    calls.map((call) => entryOf(call, found, now, value)),
    run,
  );
  return value.orNull();
}

/** What is there for a name. */
interface Found {
  /** The full name and the version that it was found as, also if the value can't be decrypted; undefined: not found. */
  readonly key?: Pick<ValueKey, "secretId" | "name" | "version">;
  /** Undefined: there is no such secret. */
  readonly value?: Plaintext | ServerError | undefined;
}

const notFound: Found = {};

/** Prefect's clients, of which 0.x asks for `secretValue`, look for it. */
const messageForPrefect = "No value found for the requested key";

/** What the audit log gets of a name: its subject is the full name that was found, beside the name that was asked for. */
function entryOf(call: AuditCall, { key }: Found, at: number, value: Plaintext | ServerError | undefined): AuditEntry {
  const entry = value instanceof ServerError ? refusedEntry(call, at, value.code) : allowedEntry(call, at);
  if (key === undefined) return entry;
  const { secretId, name: subject, version } = key;
  const asked = call.asked ?? (subject === call.subject ? null : call.subject);
  return Object.assign(entry, { secretId, version, subject, asked });
}

/** Full names that the database is asked for at once. */
const namesAtOnce = 100;

/**
 * The newest values of names of one team, in order. A name that the run may not read and a value that can't be decrypted
 * have their errors instead.
 *
 * @throws ServerError `LIMIT_EXCEEDED` or `RATE_LIMITED` if the values don't fit in the budget, before any is in memory.
 */
async function findValues({ server, run: { teamId }, names: asked, budget, time }: RunContext): Promise<Found[]> {
  const { database, vault } = server;
  const found = new Map<AskedName, Found>();
  const reserve = (bytes: number): void => budget.addBytes(bytes);
  const readable = asked.filter((one) => "names" in one);
  for (const some of inGroups(readable, namesAtOnce, namesAtOnce, ({ names }) => names.length)) {
    const searches = some.map(({ names }) => names);
    const apart = await vault.newest?.(teamId, searches, reserve);
    time.charge();
    if (apart !== undefined) {
      for (const [index, one] of some.entries()) found.set(one, apart[index] ?? notFound);
      continue;
    }
    const newest = await newestStored(database.reads, teamId, searches, (bytes) => {
      if (vault.isInDatabase) reserve(bytes);
    });
    time.charge();
    const stored = some.flatMap((one, index) => {
      const there = newest[index];
      return there === undefined ? [] : [{ ...there, one }];
    });
    if (stored.length === 0) continue;
    const values = await vault.open(teamId, stored, reserve);
    time.charge();
    for (const [index, { key, one }] of stored.entries()) found.set(one, { key, value: values[index] });
  }
  return asked.map((one) => ("refused" in one ? { value: one.refused } : (found.get(one) ?? notFound)));
}

function secretValueFrom(name: string, found: Plaintext | ServerError): SecretValue {
  if (found instanceof ServerError) return { name, value: null, error: { code: found.code, message: found.message } };
  return { name, value: found.orNull(), error: null };
}
