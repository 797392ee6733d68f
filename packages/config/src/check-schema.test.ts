import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, record } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import * as v from "valibot";
import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { ConfigError, loadConfig, loadConfigAsync, type StandardSchema } from "./index.ts";

function options(text: string, env: Record<string, string> = {}) {
  const file = join(temporaryFolder(), "config.toml");
  writeFileSync(file, text, { mode: 0o600 });
  return { files: [file], env, envPrefix: "MYAPP" };
}

function refused(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    record("schema-error", String((error as Error).stack));
    return error as ConfigError;
  }
  throw new Error("it was not refused");
}

it("types and changes what is loaded, with zod and with valibot", () => {
  const fromZod = loadConfig({
    ...options("[server]\nport = 80"),
    schema: z.object({ server: z.object({ port: z.number(), host: z.string().default("h") }) }),
  });
  expectTypeOf(fromZod.get("server.port")).toEqualTypeOf<number>();
  expect(fromZod.values).toEqual({ server: { port: 80, host: "h" } });
  expect([fromZod.origin("server.host"), Object.isFrozen(fromZod.values.server)]).toEqual([{ kind: "default" }, true]);
  const fromValibot = loadConfig({
    ...options("[server]\nport = 80"),
    schema: v.object({ server: v.object({ port: v.number() }) }),
  });
  expectTypeOf(fromValibot.values.server.port).toEqualTypeOf<number>();
});

it("lists every key that doesn't fit, with where it was set", async () => {
  const schema = z.object({
    server: z.object({ port: z.number(), host: z.string(), tags: z.array(z.string()) }),
    db: z.object({ url: z.url() }),
  });
  const from = { ...options('[server]\nport = "xyzzy"\ntags = ["a",\n 2]\n', { MYAPP__DB__URL: "nonsense" }), schema };
  const error = refused(() => loadConfig(from));
  const [file] = from.files;
  expect(error.code).toBe("INVALID_CONFIG");
  expect(error.message).toContain("4 settings don't fit the schema:");
  expect(error.message).toContain(`server.port (${file}:2): `);
  expect(error.message).toContain(`server.tags.1 (${file}:3): `);
  expect(error.message).toMatch(/server\.host, which nothing sets: .*MYAPP__SERVER__HOST/);
  expect(error.message).toContain("db.url (MYAPP__DB__URL): ");
  await expect(loadConfigAsync(from)).rejects.toThrow(error.message);
});

it("says the line of a single problem to programs too", () => {
  const from = { ...options("\n[server]\nport = true"), schema: z.object({ server: z.object({ port: z.number() }) }) };
  expect(refused(() => loadConfig(from))).toMatchObject({ line: 3, path: from.files[0] });
});

it("repeats no value, though the schema does", () => {
  const quoting = (path: string[]): StandardSchema<unknown> => ({
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => ({ issues: [{ message: `bad: ${JSON.stringify(value)} ${canary}`, path }] }),
    },
  });
  const from = options(`[db]\npassword = '${canary}'\n[context.secrets]\nKEY = '${canary}'`);
  for (const path of [["db", "password"], ["context", "secrets", "KEY"], ["db"], ["db", "nope"], []]) {
    const { message } = refused(() => loadConfig({ ...from, schema: quoting(path) }));
    expect(message).toContain("it does not fit");
    expect(message).not.toContain("canary");
  }
});

it("waits for an asynchronous schema, or says who does", async () => {
  const schema = z.object({ a: z.number().refine(async (a) => a > 1) });
  expect(refused(() => loadConfig({ ...options("a = 2"), schema })).code).toBe("ASYNC_SCHEMA");
  expect((await loadConfigAsync({ ...options("a = 2"), schema })).values).toEqual({ a: 2 });
  await expect(loadConfigAsync({ ...options("a = 1"), schema })).rejects.toMatchObject({ code: "INVALID_CONFIG" });
});

const { object, string, number, boolean } = z;

/** Of the same shape in both libraries. */
const schemas: [library: string, schema: StandardSchema<unknown>][] = [
  [
    "zod",
    object({ db: object({ password: string(), port: number(), tls: boolean(), inner: object({ key: string() }) }) }),
  ],
  [
    "valibot",
    v.object({
      db: v.object({ password: v.string(), port: v.number(), tls: v.boolean(), inner: v.object({ key: v.string() }) }),
    }),
  ],
];

it.each(schemas)("a value of a variable is the string that is written there where %s wants one", async (_, schema) => {
  const env = {
    MYAPP__DB__PASSWORD: "0123e4",
    MYAPP__DB__PORT: "5432",
    MYAPP__DB__TLS: "TRUE",
    MYAPP__DB__INNER__KEY: "$DIGITS",
    DIGITS: "9007199254740993",
  };
  const db = { password: "0123e4", port: 5432, tls: true, inner: { key: "9007199254740993" } };
  for (const password of ["0123e4", "123456", "1.0", "-0.0", "true", "nan", "12345678901234567890"]) {
    const from = { ...options("", { ...env, MYAPP__DB__PASSWORD: password }), schema };
    expect(loadConfig(from).values).toEqual({ db: { ...db, password } });
    expect((await loadConfigAsync(from)).values).toEqual({ db: { ...db, password } });
  }
  const untyped = loadConfig(options("", { MYAPP__DB__PASSWORD: "123456" }));
  expect(untyped.values).toEqual({ db: { password: 123456 } });
});

it("leaves a value that the schema takes as it is cast, also where it would take the string", () => {
  const from = options("", { MYAPP__A: "1", MYAPP__B: "1", MYAPP__C: "1", MYAPP__D: "2" });
  const schema = object({
    a: z.union([number(), string()]),
    b: z.coerce.string(),
    c: z.union([boolean(), string()]),
    d: z.union([z.literal(1), z.literal("2")]),
  });
  expect(loadConfig({ ...from, schema }).values).toEqual({ a: 1, b: "1", c: "1", d: "2" });
  const inValibot = v.object({
    a: v.union([v.number(), v.string()]),
    b: v.pipe(v.unknown(), v.transform(String)),
    c: v.union([v.boolean(), v.string()]),
    d: v.union([v.literal(1), v.literal("2")]),
  });
  expect(loadConfig({ ...from, schema: inValibot }).values).toEqual({ a: 1, b: "1", c: "1", d: "2" });
});

it("finds the strings inside a union of tables, and leaves the numbers there", () => {
  const env = { MYAPP__DB__USER: "1", MYAPP__DB__PASSWORD: "2", MYAPP__DB__PORT: "3" };
  const zod = object({
    db: z.union([object({ url: string() }), object({ user: string(), password: string(), port: number() })]),
  });
  const valibot = v.object({
    db: v.union([
      v.object({ url: v.string() }),
      v.object({ user: v.string(), password: v.string(), port: v.number() }),
    ]),
  });
  for (const schema of [zod, valibot] as StandardSchema<unknown>[]) {
    expect(loadConfig({ ...options("", env), schema }).values).toEqual({ db: { user: "1", password: "2", port: 3 } });
  }
});

it("what fits neither way is refused as it was cast; files and overrides are taken as they are", () => {
  const schema = object({ port: number().max(80), name: string(), mode: z.literal("fast") });
  const from = options("name = 5", { MYAPP__PORT: "123456789", MYAPP__MODE: "8675309" });
  const { message } = refused(() => loadConfig({ ...from, schema }));
  expect(message).toContain("3 settings don't fit the schema:");
  expect(message).toMatch(/port \(MYAPP__PORT\): Too big/);
  expect(message).toMatch(/name \(.*config\.toml:1\): .*expected string, received number/);
  expect(message).not.toMatch(/123456789|8675309/);
  const overridden = { ...options("", { MYAPP__A: "5" }), overrides: { a: 5 } };
  expect(refused(() => loadConfig({ ...overridden, schema: object({ a: string() }) })).message).toContain(
    "a (override)",
  );
});

it("a secret that fits neither way is in no error", () => {
  const pin = "73519264";
  const schema = object({ context: object({ secrets: object({ pin: z.email() }) }) });
  const { message } = refused(() => loadConfig({ ...options("", { MYAPP__CONTEXT__SECRETS__PIN: pin }), schema }));
  expect(message).toContain("context.secrets.pin (MYAPP__CONTEXT__SECRETS__PIN): it does not fit");
  expect(message).not.toContain(pin);
});
