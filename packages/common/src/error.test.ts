import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { formatError, KeyfoldError, nameErrors } from "./error.ts";

class NarrowError extends KeyfoldError<"NARROW"> {
  static {
    nameErrors(NarrowError, "NarrowError");
  }
}

class OtherError extends KeyfoldError {
  static {
    nameErrors(OtherError, "OtherError");
  }
}

/** As a second copy of a package has them. */
async function otherCopy(): Promise<{ base: typeof KeyfoldError; narrow: typeof NarrowError }> {
  vi.resetModules();
  const { KeyfoldError: base, nameErrors: name } = await import("./error.ts");
  class Narrow extends base<"NARROW"> {
    static {
      name(Narrow, "NarrowError");
    }
  }
  return { base, narrow: Narrow };
}

describe("instanceof", () => {
  test("tells the classes apart, and knows what they extend", () => {
    const error = new NarrowError("NARROW", "It is narrow.", "Make it wider.");
    expect([error instanceof NarrowError, error instanceof KeyfoldError, error instanceof Error]).toEqual([
      true,
      true,
      true,
    ]);
    expect([error instanceof OtherError, new KeyfoldError("A", "b", "c") instanceof NarrowError]).toEqual([
      false,
      false,
    ]);
    for (const other of [new Error("x"), { name: "NarrowError" }, null, undefined, "NarrowError", 1]) {
      expect([(other as unknown) instanceof NarrowError, (other as unknown) instanceof KeyfoldError]).toEqual([
        false,
        false,
      ]);
    }
  });

  test("knows the errors of another copy of the package", async () => {
    const { base, narrow } = await otherCopy();
    expect(base).not.toBe(KeyfoldError);
    const theirs: unknown = new narrow("NARROW", "a", "b");
    const ours: unknown = new NarrowError("NARROW", "a", "b");
    expect([theirs instanceof NarrowError, theirs instanceof KeyfoldError, theirs instanceof OtherError]).toEqual([
      true,
      true,
      false,
    ]);
    expect([ours instanceof narrow, ours instanceof base]).toEqual([true, true]);
  });

  test("is what it is for any class where a user extends one", () => {
    class Mine extends NarrowError {}
    expect(new NarrowError("NARROW", "a", "b") instanceof Mine).toBe(false);
    const mine = new Mine("NARROW", "a", "b");
    expect([mine instanceof Mine, mine instanceof NarrowError]).toEqual([true, true]);
  });
});

test("an error has its code, its tip and its cause, and its message without the tip", () => {
  const cause = new Error("inside");
  const error = new NarrowError("NARROW", "It is narrow.", "Make it wider.", { cause });
  expect({ ...error }).toEqual({ code: "NARROW", tip: "Make it wider." });
  expect([error.name, error.message, error.cause, String(error)]).toEqual([
    "NarrowError",
    "It is narrow.",
    cause,
    "NarrowError: It is narrow.",
  ]);
  expect(formatError(error)).toBe("It is narrow. Make it wider.");
  expect(formatError(error, "\n")).toBe("It is narrow.\nMake it wider.");
  expect([formatError(new Error("x")), formatError("y"), formatError(null)]).toEqual(["x", "y", "null"]);
});

test("an error that nobody caught, and one that is logged, shows its tip", () => {
  const program = `import { KeyfoldError } from ${JSON.stringify(join(import.meta.dirname, "error.ts"))};
    const error = new KeyfoldError("CODE", "It broke.", "Mend it.");`;
  const options = { encoding: "utf8" } as const;
  const args = ["--no-warnings", "--input-type=module", "--eval"];
  const { stderr } = spawnSync(process.execPath, [...args, `${program} throw error;`], options);
  const logged = execFileSync(process.execPath, [...args, `${program} console.log(error);`], options);
  for (const printed of [stderr, logged]) {
    expect(printed).toContain("KeyfoldError: It broke.");
    expect(printed).toContain("tip: 'Mend it.'");
  }
});
