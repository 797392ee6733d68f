import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { hmac } from "../encode-fields.ts";
import { deriveKey } from "../vault/encryption.ts";

const form = /^[A-Za-z0-9_-]{48}$/;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * The ids of audit rows as callers see them. The number of a row counts those of the whole instance, so that it would tell a
 * team how much the others do; sealed it tells nothing, and is the same each time.
 */
export class EventIds {
  readonly #key: KeyObject;

  /** @param auditKey - the instance's audit key, from which the key of the ids is derived. */
  constructor(auditKey: KeyObject) {
    this.#key = deriveKey(auditKey, "keyfold event id 1");
  }

  /** The id of the row with a number. */
  seal(seq: number): string {
    const plain = Buffer.alloc(8);
    plain.writeBigInt64BE(BigInt(seq));
    const nonce = this.#nonceOf(plain);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64url");
  }

  /** The number of the row with an id; undefined for what this instance did not give as one. */
  open(id: string): number | undefined {
    if (!form.test(id)) return undefined;
    const bytes = Buffer.from(id, "base64url");
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return Number(plain.readBigInt64BE());
  }

  /** From the number, so that no nonce ever goes with two of them. */
  #nonceOf(plain: Buffer): Buffer {
    return hmac(this.#key, plain).subarray(0, nonceBytes);
  }
}
