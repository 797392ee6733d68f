import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson, decodeUtf8, isExactNumber } from "./decode.ts";

/** The whole number that a double prints as, with all of its digits. */
function printed(number: number): bigint {
  const [digits = "", exponent = "0"] = String(number).split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction + "0".repeat(Number(exponent) - fraction.length));
}

describe("isExactNumber", () => {
  test("is true for what a double prints as, however it is written", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat({ max: 30 }), (number, count) => {
        const zeros = "0".repeat(count);
        const [mantissa = "", exponent] = number.toExponential(17).split("e");
        const shortest = number.toExponential();
        expect(isExactNumber(JSON.stringify(number))).toBe(true);
        expect(isExactNumber(shortest)).toBe(true);
        expect(isExactNumber(shortest.replace(/(?=e)/, shortest.includes(".") ? zeros : `.0${zeros}`))).toBe(true);
        // Of zero that would be a number as good as any.
        if (number !== 0) expect(isExactNumber(`${mantissa}1${zeros}e${exponent}`)).toBe(false);
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

  test.each(["1.10", "1e2", "100e-2", "0.0", "-0", "1E+5", "0e999", "12345678901234567000", "0.30000000000000004"])(
    "%s is",
    (number) => expect(isExactNumber(number)).toBe(true),
  );

  test.each(["9007199254740993", "0.1000000000000000000001", "1e309", "1e-999", "NaN", "0x10", "1_000", ""])(
    "%s is not",
    (number) => expect(isExactNumber(number)).toBe(false),
  );

  test("is told of the longest numbers too, whatever their exponent is", () => {
    const zeros = "0".repeat(4_000_000);
    expect(isExactNumber(`1${zeros}1`)).toBe(false);
    expect(isExactNumber(`0.${zeros}1`)).toBe(false);
    expect(isExactNumber(`0.${zeros}5e4000001`)).toBe(true);
    expect(isExactNumber(`0.${zeros}`)).toBe(true);
    expect(isExactNumber(`1e${"9".repeat(4_000_000)}`)).toBe(false);
    expect(isExactNumber(`0e${"9".repeat(4_000_000)}`)).toBe(true);
  });
});

test("JSON is decoded to its last digit, or not at all", () => {
  expect(decodeJson('{"a": [1.5, "9007199254740993"]}')).toEqual({
    exact: true,
    value: { a: [1.5, "9007199254740993"] },
  });
  expect(decodeJson('{"a": [9007199254740993]}')).toEqual({ exact: false, reason: "number" });
  expect(decodeJson("0.12345678901234567890")).toEqual({ exact: false, reason: "number" });
  expect(decodeJson("{a: 1}")).toEqual({ exact: false, reason: "syntax" });
});

test("bytes that are not UTF-8 say nothing", () => {
  expect(decodeUtf8(Buffer.from("\ufeffä"))).toBe("\ufeffä");
  expect(decodeUtf8(Uint8Array.of(0xff))).toBeUndefined();
});
