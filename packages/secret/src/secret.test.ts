import { format, inspect } from "node:util";
import { context } from "@keyfold/context";
import { withSecrets } from "@keyfold/context/testing";
import { canary, record } from "@tooling/vitest/canary";
import { expect, expectTypeOf, test } from "vitest";
import { Redacted, Secret, SecretError, SecretNotFoundError, type StandardSchema } from "./index.ts";
import { configure } from "./test/configure.ts";

const caught = async (work: Promise<unknown>): Promise<SecretError> => {
  const error = await work.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (reason: unknown) => reason,
  );
  record("secret-errors", inspect(error));
  expect(error).toBeInstanceOf(SecretError);
  return error as SecretError;
};

test("the page's example: a table in the user file, and a value from $ENV_VAR in lower case", async () => {
  configure('[context.secrets]\n"my secret" = 42\nfrom_env = "$SLACK_URL"', {
    SLACK_URL: "https://hooks",
    KEYFOLD__CONTEXT__SECRETS__API_KEY: "k",
  });
  const s = new Secret("my secret");
  expect(await s.get()).toBe(42);
  expect(await new Secret("from_env").get()).toBe("https://hooks");
  expect(await new Secret("API_KEY").get()).toBe("k");
});

test(
  "the exact name comes before the lower-case one",
  withSecrets({ KEY: "exact", key: "lower", other: "found" }, async () => {
    expect(await new Secret("KEY").get()).toBe("exact");
    expect(await new Secret("Key").get()).toBe("lower");
    expect(await new Secret("OTHER").get()).toBe("found");
  }),
);

test("a scope's secret is found in that scope", async () => {
  configure("");
  const secret = new Secret("KEY");
  expect(await context.run({ secrets: { KEY: "v" } }, () => secret.get())).toBe("v");
  expect(await secret.exists()).toBe(false);
});

test("a missing name says where it was looked for, the line to add, and what may have been meant", async () => {
  const file = configure('[context.secrets]\n"stripe key" = "x"\n\n[cloud]\nuse_local_secrets = true');
  const error = await caught(new Secret("Strpe-Key").get());
  expect(error).toBeInstanceOf(SecretNotFoundError);
  expect(error).toMatchObject({ code: "SECRET_NOT_FOUND", name: "SecretNotFoundError" });
  expect(error.message).toContain('"Strpe-Key" and "strpe-key" in context.secrets');
  expect(error.message).toContain(`${file}:5`);
  expect(error.tip).toBe(
    `Did you mean "stripe key"? To set it, add this line under [context.secrets] in ${file}: Strpe-Key = "VALUE"`,
  );
});

test(
  "the line to add is TOML whatever the name holds",
  withSecrets({}, async () => {
    const error = await caught(new Secret('a "b"\n\u007f.c').get());
    expect(error.tip).toContain('"a \\"b\\"\\n\\u007f.c" = "VALUE"');
    expect(error.tip).toContain("~/.keyfold/config.toml");
  }),
);

test(
  "names that objects have by nature are not found",
  withSecrets({}, async () => {
    for (const name of ["__proto__", "constructor", "toString", "then", "toJSON"]) {
      expect((await caught(new Secret(name).get())).code).toBe("SECRET_NOT_FOUND");
      expect(await new Secret(name).exists()).toBe(false);
    }
  }),
);

test(
  "a default stands in for a missing secret, and for nothing else",
  withSecrets({ there: "value" }, async () => {
    expect(await new Secret<unknown>("missing", { default: "d" }).get()).toBe("d");
    expect(await new Secret<unknown>("missing", { default: undefined }).get()).toBeUndefined();
    expect(await new Secret<unknown>("there", { default: "d" }).get()).toBe("value");
    expect(await new Secret<unknown>("missing", { default: "d" }).exists()).toBe(false);
  }),
);

const port: StandardSchema<number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: async (value) =>
      typeof value === "number"
        ? { value }
        : { issues: [{ message: `Expected a number but received "${value}"`, path: ["port", { key: 0 }] }] },
  },
};

test(
  "a schema checks and types the value; its error doesn't show it",
  withSecrets({ port: "5432", text: canary, short: "x" }, async () => {
    const secret = new Secret("port", { schema: port });
    expectTypeOf(secret.get).returns.resolves.toBeNumber();
    expect(await secret.get()).toBe(5432);
    const error = await caught(new Secret("text", { schema: port }).get());
    expect(error).toMatchObject({
      code: "SECRET_INVALID",
      message: expect.stringContaining("port.0: it does not fit"),
    });
    expect((await caught(new Secret("short", { schema: port }).get())).message).not.toContain('"x"');
  }),
);

test(
  "it prints as its name, and its value can be had in a wrapper that doesn't print",
  withSecrets({ "my secret": canary }, async () => {
    const secret = new Secret<string>("my secret");
    expect(`${secret}`).toBe("<Secret my secret>");
    expect(format("%s %o", secret, secret)).toBe("<Secret my secret> <Secret my secret>");
    expect(inspect(secret, { showHidden: true })).toBe("<Secret my secret>");
    expect(JSON.stringify(secret)).toBe('{"name":"my secret"}');
    const wrapped = await secret.getRedacted();
    expect(wrapped).toBeInstanceOf(Redacted);
    expect([String(wrapped), wrapped.reveal()]).toEqual(["<secret>", canary]);
  }),
);

test("types: unknown unless named", () => {
  expectTypeOf(new Secret("a")).toEqualTypeOf<Secret<unknown>>();
  expectTypeOf(new Secret<number>("a").get).returns.resolves.toBeNumber();
});

test("an empty name is refused", () => {
  expect(() => new Secret("")).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
});
