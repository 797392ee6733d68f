import { createSecretKey, type KeyObject } from "node:crypto";
import { ServerError } from "../server-error.ts";
import { deriveKey } from "../vault/encryption.ts";

declare const masterKey: unique symbol;

/** The key that opens an instance's data: 32 bytes that never leave the process. */
export type MasterKey = KeyObject & { readonly [masterKey]: true };

/** Where an instance's master key comes from: a file, a command's output, or a file that OpenBao's transit opens. */
export interface MasterKeySource {
  /** What to keep safe, in words for a person. */
  readonly description: string;
  /** Makes the first key, unless there is one. */
  create(): Promise<void>;
  /** What may be the instance's key, likeliest first: while it is being changed there is more than one. */
  candidates(): Promise<KeyCandidate[]>;
  /** Makes another key and stores it beside the one in use. */
  prepare(): Promise<KeyCandidate>;
}

export interface KeyCandidate {
  /** The file, if it is one. */
  readonly file?: string;
  /** @throws ServerError `MASTER_KEY_INVALID` for a key that can't be read, and `VAULT_UNAVAILABLE` if OpenBao must open it. */
  read(): Promise<MasterKey>;
  /** This is the instance's key: it replaces the one before. */
  promote(): Promise<void>;
}

const prefix = "keyfold_master_";
const form = /^keyfold_master_([A-Za-z0-9_-]{43})\s*$/;

/** What a key file holds for 32 random bytes. The prefix lets leak scanners find one that strayed. */
export function formatMasterKey(bytes: Uint8Array): string {
  return `${prefix}${Buffer.from(bytes).toString("base64url")}\n`;
}

/**
 * Reads what `formatMasterKey` gave.
 *
 * @param source - what held it, as the error names it.
 * @throws ServerError `MASTER_KEY_INVALID`.
 */
export function parseMasterKey(string: string, source: string): MasterKey {
  const body = form.exec(string)?.[1];
  if (body !== undefined) return masterKeyFrom(Buffer.from(body, "base64url"));
  throw masterKeyInvalid(
    `${source} does not hold a master key: one line of "${prefix}" and 43 more characters is expected.`,
  );
}

/** From its 32 bytes. */
export function masterKeyFrom(bytes: Uint8Array): MasterKey {
  return createSecretKey(bytes) as MasterKey;
}

/** `MASTER_KEY_INVALID`, with a message that names what should have held the key. */
export function masterKeyInvalid(message: string): ServerError {
  return new ServerError(
    "MASTER_KEY_INVALID",
    message,
    "Put back the key that `keyfold-server init` made, or the settings that name it; without it no value can be read.",
  );
}

/** The key under which data keys are wrapped. */
export function wrappingKey(key: MasterKey): KeyObject {
  return deriveKey(key, "keyfold key wrapping 1");
}
