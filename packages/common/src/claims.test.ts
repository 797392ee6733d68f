import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claims, type ClaimValue, claimAt, failingClaim, matchedClaims } from "./claims.ts";

describe("claimAt", () => {
  const payload = {
    sub: "x",
    "kubernetes.io": { namespace: "orders", "pod.name": "a", pod: { name: "b" } },
    kubernetes: { io: { namespace: "other", zone: "c" } },
    list: ["a"],
    null: null,
  };

  test.each([
    ["sub", "x"],
    ["kubernetes.io.namespace", "orders"],
    ["kubernetes.io.pod.name", "a"],
    ["kubernetes.io", payload["kubernetes.io"]],
    // The longest name is taken, and no other is tried.
    ["kubernetes.io.zone", undefined],
    ["sub.x", undefined],
    ["sub.length", undefined],
    ["list.0", undefined],
    ["null.x", undefined],
    ["constructor", undefined],
    ["kubernetes.io.namespace.length", undefined],
    ["", undefined],
  ])("follows %s", (path, value) => {
    expect(claimAt(payload, path)).toEqual(value);
  });
});

const name = fc.constantFrom("a", "b", "a.b", "b.c", "__proto__", "toString", "é");
const scalar = fc.constantFrom<string | boolean>("x", "y", "xy", "X", "", "true", true, false);
const objectOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
  fc.array(fc.tuple(name, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
const leaf = fc.oneof(
  scalar,
  fc.constantFrom(0, 1, null),
  fc.array(fc.oneof(scalar, fc.constant(1)), { maxLength: 3 }),
);
const payload = objectOf(fc.oneof(leaf, objectOf(fc.oneof(leaf, objectOf(leaf)))));
const wanted: fc.Arbitrary<ClaimValue> = fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }));
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("."));
const claims = fc.array(fc.tuple(path, wanted), { maxLength: 3 }).map((entries): Claims => Object.fromEntries(entries));

/** The rule once more, as it is written: level by level, of the names that are there the longest. */
function lookup(object: unknown, where: string): unknown {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
  const entries = new Map(Object.entries(object));
  const fits = [...entries.keys()].filter((key) => where === key || where.startsWith(`${key}.`));
  const [longest] = fits.sort((one, other) => other.length - one.length);
  if (longest === undefined) return undefined;
  const value = entries.get(longest);
  return where === longest ? value : lookup(value, where.slice(longest.length + 1));
}

test("a path leads where the rule says, in any object", () => {
  fc.assert(
    fc.property(payload, path, (object, where) => {
      expect(claimAt(object, where)).toEqual(lookup(object, where));
    }),
  );
});

test("claims fit exactly the tokens that have one of the values, of the same type", () => {
  fc.assert(
    fc.property(payload, claims, (object, demanded) => {
      const fits = Object.entries(demanded).every(([where, values]) => {
        const actual = [lookup(object, where)].flat();
        return actual.some((one) => [values].flat().some((value) => Object.is(value, one)));
      });
      expect(failingClaim(demanded, object) === undefined).toBe(fits);
      if (!fits) return;
      // What is told of it are claims that fit, too.
      const matched = matchedClaims(demanded, object);
      expect(Object.keys(matched)).toEqual(Object.keys(demanded));
      expect(failingClaim(matched, object)).toBeUndefined();
    }),
  );
});

test("a claim that is nearly right is not", () => {
  const demanded = { repository: "acme/orders", admin: true };
  const good = { repository: "acme/orders", admin: true };
  expect(failingClaim(demanded, good)).toBeUndefined();
  for (const repository of ["acme/order", "acme/orders2", "Acme/orders", " acme/orders", ["acme"], {}, null, 1]) {
    expect(failingClaim(demanded, { ...good, repository })).toBe("repository");
  }
  for (const admin of ["true", 1, [1], ["true"], { true: true }]) {
    expect(failingClaim(demanded, { ...good, admin })).toBe("admin");
  }
  expect(failingClaim(demanded, { ...good, repository: ["x", "acme/orders"] })).toBeUndefined();
});
