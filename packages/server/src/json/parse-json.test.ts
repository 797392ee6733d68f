import { isExactNumber } from "@keyfold/common/decode";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

/** The whole number that a double prints as, with all of its digits. */
function printed(number: number): bigint {
  const [digits = "", exponent = "0"] = String(number).split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction + "0".repeat(Number(exponent) - fraction.length));
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("isExactNumber", () => {
  test("is true for what a double prints as, however it is written", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(isExactNumber(JSON.stringify(number))).toBe(true);
        expect(isExactNumber(number.toExponential())).toBe(true);
      }),
    );
  });

  test("is true for a whole number just when a double prints as it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (whole) => {
        expect(isExactNumber(String(whole))).toBe(printed(Number(whole)) === whole);
        if (whole >= -(2n ** 53n) && whole <= 2n ** 53n) expect(isExactNumber(String(whole))).toBe(true);
      }),
    );
  });

  test.each(["1.10", "1e2", "100e-2", "0.0", "-0", "1E+5", "0e999", "12345678901234567000"])("%s is kept", (text) => {
    expect(isExactNumber(text)).toBe(true);
  });

  test.each(["9007199254740993", "0.1000000000000000000001", "1e309", "1e-999", "NaN", "0x10", "1_000", ""])(
    "%s is not",
    (text) => {
      expect(isExactNumber(text)).toBe(false);
    },
  );
});

test("takes time that grows with the length alone", () => {
  const zeros = "0".repeat(1_000_000);
  const long = [
    `1${zeros}1${zeros}1`,
    `0.${zeros}1${zeros}1`,
    `${zeros}1`,
    `1e${"9".repeat(1_000_000)}`,
    `1e-${zeros}1`,
  ];
  expect(long.map(isExactNumber)).toEqual([false, false, true, false, true]);
});

describe("parseJson", () => {
  test("gives what JSON.parse gives, or refuses; a value that comes back is the value that was sent", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (whole) => {
        const text = `{"a": [${whole}]}`;
        let parsed: { a: [number] };
        try {
          parsed = parseJson(text) as { a: [number] };
        } catch (error) {
          expect(error).toMatchObject({ code: "BAD_INPUT" });
          return;
        }
        expect(printed(parsed.a[0])).toBe(whole);
      }),
    );
  });

  test("gives a decimal fraction to its last digit, or refuses it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.nat({ max: 16 }), (digits, places) => {
        const padded = String(digits).padStart(places + 1, "0");
        const text = `${padded.slice(0, padded.length - places)}.${padded.slice(padded.length - places)}0`;
        expect(thrownBy(() => parseJson(text)) === undefined).toBe(isExactNumber(text));
      }),
    );
  });

  test("keeps keys of prototypes as data, and texts of digits as texts", () => {
    const parsed = parseJson('{"__proto__": {"a": 1}, "constructor": "9007199254740993"}') as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });
});
