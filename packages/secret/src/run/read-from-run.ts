import { saysRunIsOver } from "@keyfold/common/lasting-run";
import { SecretError } from "../secret-error.ts";
import { callAs, nameError, type Run, refusal, requestError } from "./run.ts";

/** As many names as a server takes in one request, unless its settings say otherwise. */
const maxNames = 1000;

// Taken when loaded: with the fake timers of somebody's tests a read would never be sent.
const atEndOfTick = setImmediate;

const batches = new WeakMap<Run, Map<string, PromiseWithResolvers<unknown>>>();

/**
 * Reads a value from the server. The reads of one tick are one request, in which each name stands once.
 *
 * @throws SecretError of the kind that fits, or the client's own ClientError.
 */
export async function readFromRun(run: Run, name: string): Promise<unknown> {
  const refused = refusal(run, name);
  if (refused) throw refused;
  let names = batches.get(run);
  if (!names) {
    names = new Map();
    batches.set(run, names);
    atEndOfTick(() => send(run));
  }
  const waiting = names.get(name) ?? Promise.withResolvers<unknown>();
  names.set(name, waiting);
  return copy(await waiting.promise);
}

const cached = new WeakMap<Run, { readonly token: string; readonly values: Map<string, Promise<unknown>> }>();

/** Reads a value once in a run and gives it again, from memory, while the run lives. */
export async function readOnceFromRun(run: Run, name: string): Promise<unknown> {
  const { token } = run;
  const refused = refusal(run, name);
  if (refused) throw refused;
  const known = cached.get(run);
  const { values } = known?.token === token ? known : { values: new Map<string, Promise<unknown>>() };
  cached.set(run, { token, values });
  let reading = values.get(name);
  if (!reading) {
    reading = readFromRun(run, name);
    values.set(name, reading);
    reading.catch(() => values.delete(name));
  }
  return copy(await reading);
}

/** Whoever asked for the same name must not see what another does with it. */
function copy(value: unknown): unknown {
  return typeof value === "object" ? structuredClone(value) : value;
}

async function send(run: Run): Promise<void> {
  const all = [...(batches.get(run) ?? [])];
  batches.delete(run);
  const parts = Array.from({ length: Math.ceil(all.length / maxNames) }, (_, index) =>
    all.slice(index * maxNames, (index + 1) * maxNames),
  );
  await Promise.all(parts.map((part) => ask(run, new Map(part))));
}

async function ask(run: Run, names: ReadonlyMap<string, PromiseWithResolvers<unknown>>): Promise<void> {
  try {
    const values = await callAs(run, async (client) => {
      const results = await client.secretValues([...names.keys()]);
      // A run that is over by the time of the read is so for every name.
      const over = results.find(({ error }) => saysRunIsOver(error))?.error;
      if (over) throw new SecretError(over.code, over.message, "");
      return results;
    });
    [...names].forEach(([name, waiting], index) => {
      const { value, error } = values[index] ?? {};
      if (error) waiting.reject(nameError(name, error, run));
      else waiting.resolve(value);
    });
  } catch (error) {
    const reason = requestError(error, run);
    for (const waiting of names.values()) waiting.reject(reason);
  }
}
