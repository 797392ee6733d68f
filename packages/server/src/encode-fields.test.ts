import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeFields, fieldsMac } from "./encode-fields.ts";

const field = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.constant(null),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

it("gives each field's presence, length and bytes", () => {
  expect(encodeFields(["é", null, 42, Buffer.of(7)])).toEqual(
    Buffer.from([1, 0, 0, 0, 2, 0xc3, 0xa9, 0, 1, 0, 0, 0, 2, 0x34, 0x32, 1, 0, 0, 0, 1, 7]),
  );
});

it("never gives the same for two different lists", () => {
  const bytesOf = (list: readonly unknown[]) =>
    list.map((one) =>
      one === null ? "null" : Buffer.from(typeof one === "object" ? (one as Buffer) : String(one)).toString("hex"),
    );
  fc.assert(
    fc.property(fc.array(field), fc.array(field), (a, b) => {
      const same = JSON.stringify(bytesOf(a)) === JSON.stringify(bytesOf(b));
      expect(encodeFields(a).equals(encodeFields(b))).toBe(same);
    }),
  );
});

it("makes the mac of the fields as they are encoded, also of more than the room that is there for most", () => {
  const macOf = (key: Uint8Array, bytes: Uint8Array) => createHmac("sha256", key).update(bytes).digest();
  const bytes = fc.uint8Array({ maxLength: 200 });
  const repeated = fc
    .tuple(bytes, fc.constantFrom(1, 1, 1000))
    .map(([part, times]) => Buffer.concat(Array(times).fill(part)));
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), repeated, fc.array(field), (key, message, fields) => {
      const secret = createSecretKey(key);
      expect(fieldsMac(secret, [message, ...fields])).toEqual(macOf(key, encodeFields([message, ...fields])));
    }),
  );
});
