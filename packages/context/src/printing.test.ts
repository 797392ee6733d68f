import { deepStrictEqual as deepEqual } from "node:assert";
import { Session } from "node:inspector/promises";
import { format, inspect } from "node:util";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { context, Redacted } from "./index.ts";

function mustNotShow(text: string): void {
  record("context-printing", text);
  for (const spelling of spellings(canary)) expect(text).not.toContain(spelling);
}

function inSecretScope(fn: () => void): void {
  context.run({ secrets: { KEY: canary, toJSON: canary, nested: { password: canary } } }, fn);
}

const thrown = (fn: () => unknown): string => {
  try {
    return `returned ${inspect(fn())}`;
  } catch (error) {
    return `${inspect(error)} ${(error as Error).stack}`;
  }
};

const holders: Record<string, () => unknown> = {
  context: () => context,
  secrets: () => context.secrets,
  "an object around them": () => ({ context, secrets: context.secrets, list: [context.secrets] }),
  snapshot: () => context.snapshot(),
  redacted: () => new Redacted(canary),
  "a redacted object": () => ({ token: new Redacted({ deep: canary }) }),
  "a timer of the scope": () => setTimeout(() => {}, 0).unref(),
  "a promise of the scope": () => Promise.resolve(),
  "a bound function": () => context.bind(() => {}),
};

test.for(Object.keys(holders))("printing never shows a value: %s", (name) => {
  inSecretScope(() => {
    const holder = holders[name]?.();
    for (const customInspect of [true, false]) {
      for (const getters of [true, false]) {
        for (const showProxy of [true, false]) {
          mustNotShow(inspect(holder, { showHidden: true, showProxy, depth: 9, customInspect, getters }));
        }
      }
    }
    mustNotShow(format("%s %o %O %j", holder, holder, holder, holder));
    mustNotShow(thrown(() => JSON.stringify(holder)));
    mustNotShow(thrown(() => deepEqual(holder, {})));
    mustNotShow(thrown(() => `${holder}`));
    mustNotShow(thrown(() => inspect(structuredClone(holder), { showHidden: true, depth: 9 })));
  });
});

test("errors about the secrets don't show a value", () => {
  inSecretScope(() => {
    const secrets = context.secrets as Record<PropertyKey, unknown>;
    for (const attempt of [
      () => (secrets.KEY as () => void)(),
      () => (secrets.KEY as { a: { b: unknown } }).a.b,
      () => Object.freeze(secrets),
      () => Object.defineProperty(secrets, "KEY", { value: canary }),
      () => Object.setPrototypeOf(secrets, {}),
      () => {
        secrets[Symbol("x")] = canary;
      },
      () => {
        (secrets.nested as { password: string }).password = canary;
      },
      () => {
        (context as unknown as Record<string, unknown>).secrets = { KEY: canary };
      },
    ]) {
      const text = thrown(attempt);
      expect(text).toContain("TypeError");
      mustNotShow(text);
    }
  });
});

test("JSON and Object.keys give the names", () => {
  context.run({ secrets: { KEY: canary, other: canary } }, () => {
    expect(JSON.stringify({ secrets: context.secrets })).toBe('{"secrets":{"KEY":"<secret>","other":"<secret>"}}');
    expect(Object.keys(context.secrets)).toEqual(["KEY", "other"]);
    expect(Object.entries(context.secrets)).toEqual(Object.entries({ KEY: canary, other: canary }));
    mustNotShow(inspect(Object.getOwnPropertyDescriptors(context.secrets)));
  });
});

test("a debugger's preview doesn't show a value", async () => {
  const session = new Session();
  session.connect();
  const shown = globalThis as unknown as Record<string, unknown>;
  await context.run({ secrets: { KEY: canary } }, async () => {
    for (const name of Object.keys(holders)) {
      shown.keyfoldShown = holders[name]?.();
      const { result } = await session.post("Runtime.evaluate", {
        expression: "keyfoldShown",
        generatePreview: true,
      });
      mustNotShow(JSON.stringify(result));
      const properties = await session.post("Runtime.getProperties", {
        objectId: String(result.objectId),
        generatePreview: true,
      });
      mustNotShow(JSON.stringify(properties));
    }
  });
  delete shown.keyfoldShown;
  session.disconnect();
});
