import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "@keyfold/config";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { context, resetContext } from "./index.ts";

declare module "./context-fields.ts" {
  interface ContextFields {
    requestId: string;
    attempts: number;
  }
}

beforeEach(() => {
  resetContext();
  context.update({ config: loadConfig({ files: [], env: {} }) });
});

function configWith(toml: string) {
  const file = join(temporaryFolder(), "config.toml");
  writeFileSync(file, toml, { mode: 0o600 });
  return loadConfig({ files: [file], env: {} });
}

test("[context.secrets] of the configuration fills context.secrets", () => {
  context.update({ config: configWith('[context.secrets]\nKEY = "VALUE"\nnumber = 42') });
  expect(context.secrets.KEY).toBe("VALUE");
  expect(context.secrets.number).toBe(42);
  expect(context.secrets.missing).toBeUndefined();
});

test("the page's two lines: setDefault, then an assignment for the whole process", () => {
  context.setDefault("secrets", {});
  context.secrets.KEY = "VALUE";
  expect(context.secrets.KEY).toBe("VALUE");
  expect(context.run({}, () => context.secrets.KEY)).toBe("VALUE");
});

test("an assignment in a scope is seen in that scope alone", () => {
  context.secrets.KEY = "process";
  context.run({}, () => {
    context.secrets.KEY = "outer";
    context.run({}, () => {
      context.secrets.KEY = "inner";
      expect(context.secrets.KEY).toBe("inner");
    });
    expect(context.secrets.KEY).toBe("outer");
  });
  expect(context.secrets.KEY).toBe("process");
});

test("a scope doesn't see what the one around it writes later; what the process sets is seen everywhere", async () => {
  const seen = await context.run({ secrets: { A: 1 } }, async () => {
    const inner = context.run({}, async () => {
      await null;
      return [context.secrets.A, context.secrets.B];
    });
    context.secrets.A = 2;
    return inner;
  });
  expect(seen).toEqual([1, undefined]);
  const later = context.run({}, async () => {
    await null;
    return context.secrets.B;
  });
  context.secrets.B = "for all";
  expect(await later).toBe("for all");
});

test("a nested scope adds to the one around it and is gone after it, also when it throws", () => {
  context.run({ secrets: { A: "a", B: "b" }, requestId: "1" }, () => {
    expect(() =>
      context.run({ secrets: { B: "other" }, attempts: 2 }, () => {
        expect([context.secrets.A, context.secrets.B, context.get("requestId"), context.get("attempts")]).toEqual([
          "a",
          "other",
          "1",
          2,
        ]);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect([context.secrets.B, context.has("attempts")]).toEqual(["b", false]);
  });
  expect(context.secrets.A).toBeUndefined();
  expect(context.has("requestId")).toBe(false);
});

test("delete takes a secret away in the scope alone", () => {
  context.secrets.KEY = "VALUE";
  context.run({}, () => {
    expect("KEY" in context.secrets).toBe(true);
    delete context.secrets.KEY;
    expect("KEY" in context.secrets).toBe(false);
    expect(context.secrets.KEY).toBeUndefined();
    expect(Object.keys(context.secrets)).toEqual([]);
  });
  expect(context.secrets.KEY).toBe("VALUE");
  expect(Object.keys(context.secrets)).toEqual(["KEY"]);
});

test("null is a value", () => {
  context.secrets.KEY = "VALUE";
  context.run({ secrets: { KEY: null } }, () => expect(context.secrets.KEY).toBeNull());
});

test("names that objects have by nature are names like any other", () => {
  for (const name of ["__proto__", "constructor", "toString", "then", "toJSON", "hasOwnProperty"]) {
    expect(name in context.secrets).toBe(false);
    context.run({}, () => {
      context.secrets[name] = "value";
      expect(context.secrets[name]).toBe("value");
      expect(Object.hasOwn(context.secrets, name)).toBe(true);
    });
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("an object is kept as a frozen copy", () => {
  const database = { password: "before", hosts: ["a"] };
  context.run({ secrets: { database } }, () => {
    database.password = "after";
    const copy = context.secrets.database as typeof database;
    expect(copy.password).toBe("before");
    expect(() => copy.hosts.push("b")).toThrow(TypeError);
  });
});

test("a configuration given to a scope brings its own secrets", () => {
  context.update({ config: configWith('[context.secrets]\nKEY = "process"') });
  const other = configWith('[context.secrets]\nKEY = "scope"');
  context.run({ config: other }, () => {
    expect(context.config).toBe(other);
    expect(context.secrets.KEY).toBe("scope");
  });
  expect(context.secrets.KEY).toBe("process");
});

test("update, get and setDefault set and give typed fields", () => {
  expectTypeOf(context.get("requestId")).toEqualTypeOf<string | undefined>();
  context.run({}, () => {
    expect(context.setDefault("attempts", 1)).toBe(1);
    expect(context.setDefault("attempts", 5)).toBe(1);
    context.update({ requestId: "7", secrets: { A: "a" } });
    context.update({ secrets: { B: "b" } });
    expect([context.get("requestId"), context.secrets.A, context.secrets.B]).toEqual(["7", "a", "b"]);
  });
  expect(context.get("attempts")).toBeUndefined();
  // @ts-expect-error a field that nobody declared
  expect(context.get("nobody")).toBeUndefined();
});

test("bind keeps the scope of where it was called, this and the arguments too", () => {
  const outside = context.bind(() => context.get("requestId"));
  const inside = context.run({ requestId: "3" }, () =>
    context.bind(function (this: { factor: number }, a: number) {
      return `${context.get("requestId")}:${this.factor * a}`;
    }),
  );
  expect(inside.call({ factor: 2 }, 21)).toBe("3:42");
  expect(context.run({ requestId: "4" }, outside)).toBeUndefined();
});

test("resetContext forgets what the process set", () => {
  context.secrets.KEY = "VALUE";
  context.update({ requestId: "1" });
  resetContext();
  context.update({ config: loadConfig({ files: [], env: {} }) });
  expect(context.secrets.KEY).toBeUndefined();
  expect(context.has("requestId")).toBe(false);
});
