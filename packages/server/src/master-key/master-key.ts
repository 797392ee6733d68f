import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { ServerError } from "../server-error.ts";

declare const masterKey: unique symbol;

/** The key that opens an instance's data: 32 bytes that never leave the process. */
export type MasterKey = KeyObject & { readonly [masterKey]: true };

const prefix = "keyfold_master_";
const textForm = /^keyfold_master_([A-Za-z0-9_-]{43})\s*$/;

/** The text of a key file, for 32 random bytes. The prefix lets leak scanners find one that strayed. */
export function masterKeyText(bytes: Uint8Array): string {
  return `${prefix}${Buffer.from(bytes).toString("base64url")}\n`;
}

/** Reads the text of a key file; `source` names it in the error (`MASTER_KEY_INVALID`). */
export function parseMasterKey(text: string, source: string): MasterKey {
  const body = textForm.exec(text)?.[1];
  if (body !== undefined) return masterKeyFrom(Buffer.from(body, "base64url"));
  throw masterKeyInvalid(
    `${source} does not hold a master key: one line of "${prefix}" and 43 more characters is expected.`,
  );
}

/** From its 32 bytes. */
export function masterKeyFrom(bytes: Uint8Array): MasterKey {
  return createSecretKey(bytes) as MasterKey;
}

export function masterKeyInvalid(message: string): ServerError {
  return new ServerError(
    "MASTER_KEY_INVALID",
    message,
    "Put back the key that `keyfold-server init` made, or the settings that name it; without it no value can be read.",
  );
}

/** The key under which data keys are wrapped. */
export function wrappingKey(key: MasterKey): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), "keyfold key wrapping 1", 32)));
}
