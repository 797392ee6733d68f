import type { KeyObject } from "node:crypto";
import { deriveKey, unwrapBytes, wrapKey } from "../vault/encryption.ts";

/**
 * What the server gives away to have it brought back, or stores of others' credentials: JSON that nobody else can read or
 * change, and that is taken only for what it was made for.
 */
export class SealedState {
  readonly #key: KeyObject;

  /** @param auditKey - the instance's audit key, from which its key is derived. */
  constructor(auditKey: KeyObject) {
    this.#key = deriveKey(auditKey, "keyfold sign-in 1");
  }

  /** @param purpose - what it is for, and whose. */
  seal(purpose: string, value: unknown): Buffer {
    return wrapKey(this.#key, `sign-in ${purpose}`, Buffer.from(JSON.stringify(value)));
  }

  /** What was sealed for a purpose; undefined if it was not. */
  unseal<T>(purpose: string, bytes: Uint8Array): T | undefined {
    try {
      return JSON.parse(unwrapBytes(this.#key, `sign-in ${purpose}`, bytes).toString("utf8")) as T;
    } catch {
      return undefined;
    }
  }

  /** The same of what is good until a time, in milliseconds since 1970; undefined if that is over, or was not sealed with it. */
  unsealInTime<T extends { readonly until: number }>(purpose: string, bytes: Uint8Array, now: number): T | undefined {
    const value = this.unseal<T>(purpose, bytes);
    return value !== undefined && value.until > now ? value : undefined;
  }
}
