import type { KeyObject } from "node:crypto";
import { ContextError } from "./context-error.ts";
import { Redacted } from "./redacted.ts";
import type { Scope } from "./scope.ts";

/**
 * A moment of the context. It is a `KeyObject`, the one thing in Node that can be cloned to another thread and whose bytes nothing
 * prints. `export()` gives those bytes, with every value in the clear, for a pipe to a child process.
 */
export type ContextSnapshot = KeyObject;

interface Contents {
  keyfoldContext: 1;
  secrets: Map<string, unknown>;
  fields: Map<string, unknown>;
  hidden: Map<string, unknown>;
}

// In the process that took it a snapshot stands for all fields, those that can't be cloned too.
const taken = new WeakMap<ContextSnapshot, Scope>();

/** Takes a snapshot of a scope. */
export function takeSnapshot(scope: Scope): ContextSnapshot {
  const contents: Contents = { keyfoldContext: 1, secrets: new Map(), fields: new Map(), hidden: new Map() };
  for (const name of scope.secretNames(false)) add(contents.secrets, name, scope.secret(name));
  for (const [name, value] of scope.fields()) {
    if (value instanceof Redacted) add(contents.hidden, name, value.reveal());
    else add(contents.fields, name, value);
  }
  const bytes = process.getBuiltinModule("node:v8").serialize(contents);
  const snapshot = process.getBuiltinModule("node:crypto").createSecretKey(bytes);
  taken.set(snapshot, scope.copy());
  return snapshot;
}

/** A scope that holds what a snapshot does; `around` is the one it is opened in. */
export function openSnapshot(snapshot: ContextSnapshot | Uint8Array, around: Scope): Scope {
  const own = taken.get(snapshot as ContextSnapshot);
  if (own) return own.copy();
  const { secrets, fields, hidden } = read(snapshot);
  const scope = around.inner(Object.fromEntries(fields));
  for (const [name, value] of hidden) scope.update({ [name]: new Redacted(value) });
  for (const [name, value] of secrets) scope.setSecret(name, value);
  return scope;
}

function add(to: Map<string, unknown>, name: string, value: unknown): void {
  try {
    to.set(name, structuredClone(value));
  } catch {
    // A function, or what holds one, can't leave its thread.
  }
}

function read(snapshot: ContextSnapshot | Uint8Array): Contents {
  try {
    const bytes = snapshot instanceof Uint8Array ? snapshot : snapshot.export();
    const contents: Contents = process.getBuiltinModule("node:v8").deserialize(bytes);
    if (contents.keyfoldContext === 1) return contents;
  } catch {
    // What can't be read is no snapshot; the reason could quote its bytes.
  }
  throw new ContextError(
    "INVALID_SNAPSHOT",
    "context.restore was given something that context.snapshot() did not make.",
    "Pass the snapshot itself to a worker (workerData or postMessage), or the bytes of snapshot.export() to a child process.",
  );
}
