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
  expect([fromZod.origin("server.host"), Object.isFrozen(fromZod.values.server)]).toEqual(["default", true]);
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
  expect(error.message).toContain(`server.port, set at ${file}:2: `);
  expect(error.message).toContain(`server.tags.1, set at ${file}:3: `);
  expect(error.message).toMatch(/server\.host, which nothing sets: .*MYAPP__SERVER__HOST/);
  expect(error.message).toContain("db.url, set by the variable MYAPP__DB__URL: ");
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
