import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { loadConfig } from "./index.ts";

const json = JSON.stringify;
const secretive = () =>
  loadConfig({
    files: [],
    env: { SECRET: canary },
    defaults: { context: { secrets: { KEY: "$SECRET", nested: { deep: [canary] } } } },
    overrides: {
      cloud: { token: canary },
      db: { url: "postgres://app:${context.secrets.KEY}@db/app", alias: "${db.url}", host: "db" },
    },
  });

describe("a configuration", () => {
  it("is typed by its paths", () => {
    type Settings = {
      server: { port: number; tls?: { cert: string } };
      "a b": Date;
    };
    const config = loadConfig<Settings>({ files: [], env: {}, overrides: { server: { port: 1 } } });
    expect(config.get("server.port")).toBe(1);
    expectTypeOf(config.values.server.port).toEqualTypeOf<number>();
    expectTypeOf(config.get("server.port")).toEqualTypeOf<number>();
    expectTypeOf(config.get("server.tls.cert")).toEqualTypeOf<string | undefined>();
    expectTypeOf(config.get("a b")).toEqualTypeOf<Date>();
    // @ts-expect-error a key that is not there
    expect(config.get("server.prot")).toBeUndefined();
    expectTypeOf(loadConfig().get("any.path")).toEqualTypeOf<unknown>();
  });

  it("gives values and tables by path, own keys alone", () => {
    const config = loadConfig({ files: [], env: {}, overrides: { a: { b: 1, "c d": null } } });
    expect(config.get("a.b")).toBe(1);
    expect(config.get("a")).toEqual({ b: 1, "c d": null });
    expect([
      config.has("a.b"),
      config.has('a."c d"'),
      config.has("a.x"),
      config.has("constructor"),
      config.has("a.b.c"),
    ]).toEqual([true, true, false, false, false]);
    expect(config.get("a.toString")).toBeUndefined();
    expect(config.paths()).toEqual(expect.arrayContaining(["cloud.url", "a.b", 'a."c d"']));
    expect(() => config.get('a."b')).toThrow(expect.objectContaining({ code: "INVALID_PATH" }));
  });

  it("is frozen to the bottom, and leaves the caller's own objects alone", () => {
    const overrides = { a: { list: [{ b: 1 }] } };
    const { values } = loadConfig<typeof overrides>({ files: [], env: {}, overrides, envPrefix: "APP" });
    for (const part of [values, values.a, values.a.list, values.a.list[0]]) expect(Object.isFrozen(part)).toBe(true);
    expect(Object.isFrozen(overrides.a)).toBe(false);
    expect(() => {
      values.a.list.push({ b: 2 });
    }).toThrow(TypeError);
  });
});

describe("printing", () => {
  it("shows no secret and nothing that was made from one", () => {
    const config = secretive();
    const { context, cloud, db } = config.values as Record<string, Record<string, object>>;
    const texts = [config, config.values, context, context?.secrets, cloud, db].flatMap((part) => [
      inspect(part, { depth: 9 }),
      inspect(part, { depth: 9, showHidden: true, showProxy: true, getters: true }),
      json(part),
      `${part}`,
    ]);
    for (const text of texts) {
      record("config-printed", text);
      for (const spelling of spellings(canary)) expect(text).not.toContain(spelling);
    }
    expect(json(config.values)).toContain('"secrets":{"KEY":"<secret>","nested":{"deep":"<secret>"}}');
    expect(json(db)).toBe('{"url":"<secret>","alias":"<secret>","host":"db"}');
    expect(config.isSecret("db.url")).toBe(true);
    expect(config.isSecret("db.host")).toBe(false);
    expect(config.get("db.alias")).toContain(canary);
  });

  it("shows no string whose key, or a table around it, is named like a secret", () => {
    const hidden = [
      "secret",
      "SECRETS",
      "db_password",
      "db-passwd",
      "apiKey",
      "API key",
      "DBPassword",
      "privateKey",
      "Credential",
      "token",
    ];
    const around = ["context.secret", "contex.secrets", "awsCredentials"].map((path) => path.split("."));
    const plain = {
      max_tokens: "10",
      secretary: "ada",
      keys: "a",
      compass: "n",
      tokenizer: "bpe",
      token_ttl: 60,
      use_secrets: true,
    };
    const overrides = {
      ...Object.fromEntries(hidden.map((key) => [key, canary])),
      ...Object.fromEntries(
        around.map(([first = "", second = "x"]) => [
          first,
          { [second]: { k: canary, list: [canary], deep: { er: canary }, n: 1 } },
        ]),
      ),
      plain,
      copy: "${secret}",
    };
    const config = loadConfig({ files: [], env: {}, envPrefix: "APP", overrides });
    for (const text of [json(config.values), inspect(config.values, { depth: 9 })]) {
      record("config-named", text);
      for (const spelling of spellings(canary)) expect(text).not.toContain(spelling);
    }
    expect(JSON.parse(json(config.values)).plain).toEqual(plain);
    expect(JSON.parse(json(config.values)).contex.secrets).toEqual({
      k: "<secret>",
      list: "<secret>",
      deep: { er: "<secret>" },
      n: 1,
    });
    expect(config.isSecret('"API key"')).toBe(true);
    expect(config.isSecret("plain.max_tokens")).toBe(false);
  });

  it("shows a URL without its password", () => {
    const overrides = {
      url: "postgres://app:p:ss@w@db:5432/app?x=a:b@c",
      list: ["redis://:pass@cache", "http://host:80/@a:b@c"],
      nested: { toJSON: "x", url: "http://u:pass@h" },
      user: "https://ada@host/",
    };
    const { values } = loadConfig({ files: [], env: {}, envPrefix: "APP", overrides });
    expect(JSON.parse(json(values))).toEqual({
      url: "postgres://app:<secret>@db:5432/app?x=a:b@c",
      list: ["redis://:<secret>@cache", "http://host:80/@a:b@c"],
      nested: { toJSON: "x", url: "http://u:<secret>@h" },
      user: "https://ada@host/",
    });
    expect(json(values.nested)).not.toContain("pass");
    expect(inspect(values, { depth: 9 })).not.toContain("pass");
    expect(values.url).toBe(overrides.url);
  });

  it("shows that there is no token yet", () => {
    expect(json(loadConfig({ files: [], env: {} }).get("cloud"))).toContain('"token":""');
  });

  it("keeps every digit of large integers in JSON", () => {
    expect(json(loadConfig({ files: [], env: {}, envPrefix: "APP", overrides: { big: 2n ** 64n } }).values)).toBe(
      '{"big":"18446744073709551616"}',
    );
  });

  it("has no key toJSON where nothing sets one", () => {
    const config = loadConfig({ files: [], env: { KEYFOLD__CONTEXT__SECRETS__A: "x" } });
    expect(config.has("context.secrets.toJSON")).toBe(false);
    expect(config.get("context.toJSON")).toBeUndefined();
    expect(config.origin("toJSON")).toBeUndefined();
  });

  it("hides secrets from JSON also when one of them is called toJSON", () => {
    const { values } = loadConfig({
      files: [],
      env: {},
      overrides: { context: { secrets: { toJSON: canary, KEY: canary } } },
    });
    const secrets = (values.context as Record<string, Record<string, unknown>>).secrets;
    expect(json(secrets)).not.toContain("canary");
    expect(json(values)).toContain('"KEY":"<secret>"');
    expect(secrets?.KEY).toBe(canary);
  });
});

describe("written", () => {
  it("is how a value that is no string stands in its variable or file", () => {
    const file = join(temporaryFolder(), "a.toml");
    writeFileSync(file, "a = 1.0\nb = 2026-01-31 # c\nc = 'x'\nd = [1.0]\ne = '${a}'\nf = 2.0\n[g]\nh = +1_0\n", {
      mode: 0o600,
    });
    const env = { APP__F: "3.0", APP__I: "$J", J: "True", APP__K: "x" };
    const config = loadConfig({ files: [file], env, envPrefix: "APP", overrides: { l: 1 } });
    const all = ["a", "b", "c", "d", "e", "f", "g", "g.h", "i", "k", "l", "none"];
    expect(Object.fromEntries(all.map((path) => [path, config.written(path)]))).toEqual({
      a: "1.0",
      b: "2026-01-31",
      f: "3.0",
      "g.h": "+1_0",
      i: "True",
    });
  });
});

describe("keys that a schema marks", () => {
  it("are hidden: writeOnly, or the format password", () => {
    const file = join(temporaryFolder(), "a.toml");
    writeFileSync(file, `[db]\nhost = "h"\npassword = "${"x".repeat(8)}"\n[[users]]\npin = "1234"\nname = "n"`, {
      mode: 0o600,
    });
    const schema = z.object({
      db: z.object({ host: z.string(), password: z.string().meta({ writeOnly: true }) }),
      users: z.array(z.object({ name: z.string(), pin: z.string().meta({ format: "password" }) })),
    });
    const { values } = loadConfig({ files: [file], env: {}, envPrefix: "APP", schema });
    expectTypeOf(values.db.host).toEqualTypeOf<string>();
    expect(json(values)).toBe('{"db":{"host":"h","password":"<secret>"},"users":[{"name":"n","pin":"<secret>"}]}');
    expect(inspect(values.users)).toContain("<secret>");
    expect(values.db.password).toBe("xxxxxxxx");
  });
});
