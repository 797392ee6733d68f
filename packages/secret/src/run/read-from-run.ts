import { clientOfRun } from "./client-of-run.ts";
import type { Run } from "./run.ts";
import { forbidden, nameError, requestError, runEnded } from "./server-errors.ts";

/** As many names as a server takes in one request, unless its settings say otherwise. */
const mostNames = 1000;

// Taken when loaded: with the fake timers of somebody's tests a read would never be sent.
const atEndOfTick = setImmediate;

interface Waiting {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const gathering = new WeakMap<Run, Map<string, Waiting>>();

/**
 * Reads a value from the server. The reads of one tick are one request, in which each name stands once.
 *
 * @throws SecretError of the kind that fits, or the client's own ClientError.
 */
export async function readFromRun(run: Run, name: string): Promise<unknown> {
  if (run.ended) throw runEnded(run);
  if (run.allow?.includes(name) === false) throw forbidden(name);
  let names = gathering.get(run);
  if (!names) {
    names = new Map();
    gathering.set(run, names);
    atEndOfTick(() => send(run));
  }
  let waiting = names.get(name);
  if (!waiting) {
    waiting = Promise.withResolvers<unknown>();
    names.set(name, waiting);
  }
  const value = await waiting.promise;
  // Whoever asked for the same name must not see what another does with it.
  return typeof value === "object" ? structuredClone(value) : value;
}

async function send(run: Run): Promise<void> {
  const all = [...(gathering.get(run) ?? [])];
  gathering.delete(run);
  const parts = Array.from({ length: Math.ceil(all.length / mostNames) }, (_, index) =>
    all.slice(index * mostNames, (index + 1) * mostNames),
  );
  await Promise.all(parts.map((part) => ask(run, new Map(part))));
}

async function ask(run: Run, names: ReadonlyMap<string, Waiting>): Promise<void> {
  try {
    const client = await clientOfRun(run);
    const answers = await client.secretValues([...names.keys()]);
    [...names].forEach(([name, waiting], index) => {
      const answer = answers[index];
      if (answer && "error" in answer && answer.error) waiting.reject(nameError(name, answer.error, run));
      else waiting.resolve(answer?.value);
    });
  } catch (error) {
    const reason = requestError(error, run);
    for (const waiting of names.values()) waiting.reject(reason);
  }
}
