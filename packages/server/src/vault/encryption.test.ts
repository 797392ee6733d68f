import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFields } from "../encode-fields.ts";
import { ServerError } from "../server-error.ts";
import { type DataKey, decryptValue, encryptValue, unsealOld, type ValueKey } from "./encryption.ts";
import { Plaintext } from "./plaintext.ts";

const newKey = (): DataKey => ({ number: 1, key: createSecretKey(randomBytes(32)) });
const valueKey: ValueKey = { teamId: "a team", secretId: "an id", name: "a name", version: 7 };

function errorOf(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("decryptValue", () => {
  test("gives back any JSON value", () => {
    const key = newKey();
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const decrypted = decryptValue(key, valueKey, encryptValue(key, valueKey, new Plaintext(value)));
        expect(decrypted.reveal()).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("says one thing, whatever was changed", () => {
    const key = newKey();
    const sealed = encryptValue(key, valueKey, new Plaintext(canary));
    const flipped = (at: number): Buffer => {
      const bytes = Buffer.from(sealed);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    };
    const errors = [
      errorOf(() => decryptValue(newKey(), valueKey, sealed)),
      errorOf(() => decryptValue(key, { ...valueKey, teamId: "other" }, sealed)),
      errorOf(() => decryptValue({ ...key, number: 2 }, valueKey, sealed)),
      errorOf(() => decryptValue(key, { ...valueKey, secretId: "other" }, sealed)),
      errorOf(() => decryptValue(key, { ...valueKey, name: "other" }, sealed)),
      errorOf(() => decryptValue(key, { ...valueKey, version: 8 }, sealed)),
      errorOf(() => decryptValue(key, valueKey, sealed.subarray(0, -1))),
      errorOf(() => decryptValue(key, valueKey, Buffer.alloc(0))),
      ...Array.from(sealed, (_byte, at) => errorOf(() => decryptValue(key, valueKey, flipped(at)))),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(ServerError);
      const { code, message, tip, cause } = error as ServerError;
      expect({ code, cause }).toEqual({ code: "DECRYPTION_FAILED", cause: undefined });
      expect(message + tip).toBe((errors[0] as ServerError).message + (errors[0] as ServerError).tip);
    }
  });

  test("a value is never mistaken for another whose team and name have the same letters", () => {
    const key = newKey();
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (teamId, name, extra) => {
        fc.pre(extra !== "");
        const sealed = encryptValue(key, { teamId: teamId + extra, secretId: "s", name, version: 1 }, new Plaintext(1));
        const moved = { teamId, secretId: "s", name: extra + name, version: 1 };
        expect(errorOf(() => decryptValue(key, moved, sealed))).toMatchObject({ code: "DECRYPTION_FAILED" });
      }),
    );
  });

  test("the same value is never the same bytes twice", () => {
    const key = newKey();
    const seal = (): string => encryptValue(key, valueKey, new Plaintext(canary)).toString("hex");
    expect(seal()).not.toBe(seal());
  });
});

test("a value that was sealed before secrets had ids opens as itself alone", () => {
  const key = createSecretKey(randomBytes(32));
  const { teamId, name, version } = valueKey;
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(encodeFields(["keyfold value 1", teamId, name, version]));
  const body = Buffer.concat([cipher.update(JSON.stringify(canary)), cipher.final()]);
  const sealed = Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
  expect(unsealOld(key, valueKey, sealed)).toBe(JSON.stringify(canary));
  for (const moved of [{ teamId: "other" }, { name: "other" }, { version: 8 }]) {
    const error = errorOf(() => unsealOld(key, { ...valueKey, ...moved }, sealed));
    expect(error).toMatchObject({ code: "DECRYPTION_FAILED" });
  }
});
