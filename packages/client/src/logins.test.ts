import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeEach, expect, test } from "vitest";
import {
  findLogin,
  findNamedLogin,
  listNamedLogins,
  listOrigins,
  removeLogin,
  removeNamedLogin,
  saveLogin,
  saveNamedLogin,
} from "./logins.ts";

const built = new URL("./../dist/logins.js", import.meta.url).href;
const origin = "https://keyfold.example";
let folder: string;
let file: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = join(temporaryFolder(), "new", ".keyfold");
  file = join(folder, "logins.json");
  env = { KEYFOLD_CONFIG: join(folder, "config.toml") };
});

test("a login is kept by origin, until it is replaced or removed", () => {
  expect(findLogin(origin, env)).toBeUndefined();
  expect(removeLogin(origin, env)).toBe(false);
  expect(existsSync(folder)).toBe(false);
  saveLogin(`${origin}/a/path`, "first", env);
  saveLogin("http://127.0.0.1:4250", "local", env);
  saveLogin(origin, "second", env);
  expect(findLogin(origin, env)).toBe("second");
  expect(findLogin("https://keyfold.example:8443", env)).toBeUndefined();
  expect(listOrigins(env)).toEqual(["http://127.0.0.1:4250", origin]);
  expect(removeLogin(origin, env)).toBe(true);
  expect(findLogin(origin, env)).toBeUndefined();
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    version: 1,
    logins: { "http://127.0.0.1:4250": { token: "local" } },
  });
});

test("logins that have names stand beside each other and beside the one without, at one origin too", () => {
  saveLogin(origin, "mine", env);
  const before = readFileSync(file, "utf8");
  saveNamedLogin("shop", `${origin}/a/path`, "first", env);
  saveNamedLogin("shop", origin, "second", env);
  saveNamedLogin("pay-ments@eu", origin, "third", env);
  expect([findNamedLogin("shop", env), findNamedLogin("none", env)]).toEqual([{ origin, token: "second" }, undefined]);
  expect(findNamedLogin("constructor", env)).toBeUndefined();
  expect(findLogin(origin, env)).toBe("mine");
  expect(listNamedLogins(env)).toEqual([
    { name: "pay-ments@eu", origin },
    { name: "shop", origin },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect([removeNamedLogin("shop", env), removeNamedLogin("shop", env)]).toEqual([true, false]);
  expect(removeNamedLogin("pay-ments@eu", env)).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(before);
  for (const name of ["", "a b", "x".repeat(65), "a\nb", "--json"]) {
    expect(() => saveNamedLogin(name, origin, "t", env)).toThrow(expect.objectContaining({ code: "INVALID_OPTIONS" }));
  }
});

test("the file and its folder are their owner's alone, and nothing else is left", () => {
  saveLogin(origin, "token", env);
  chmodSync(file, 0o644);
  saveLogin(origin, "token", env);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(["logins.json"]);
});

test("without KEYFOLD_CONFIG it is in the home folder", () => {
  saveLogin(origin, "token", { HOME: folder });
  expect(existsSync(join(folder, ".keyfold/logins.json"))).toBe(true);
});

test.for([
  ["no JSON", '{"version": 1, "logins": {"https://keyfold.example": {"token": "7Qp4wZ9aXb2'],
  ["another version", '{"version": 2, "logins": {}}'],
  ["no logins", '{"version": 1}'],
  ["a list", "[]"],
  ["null", "null"],
  ["a token that is no text", '{"version": 1, "logins": {"https://keyfold.example": {"token": 1}}}'],
  ["a login that is no table", '{"version": 1, "logins": {"https://keyfold.example": null}}'],
  ["far too long", `{"version": 1, "logins": {}}${" ".repeat(2 ** 20)}`],
] as const)("a broken file is an error, is not shown and is not overwritten: %s", ([, text]) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  const works = [
    () => findLogin(origin, env),
    () => listOrigins(env),
    () => removeLogin(origin, env),
    () => saveLogin(origin, "token", env),
  ];
  for (const work of works) {
    expect(work).toThrow(expect.objectContaining({ name: "ClientError", code: "INVALID_LOGINS" }));
    expect(work).toThrow(file);
    expect(work).not.toThrow(/7Qp4/);
  }
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("a file that can't be read, and a folder that can't be made", () => {
  mkdirSync(file, { recursive: true });
  expect(() => findLogin(origin, env)).toThrow(expect.objectContaining({ code: "LOGINS_UNAVAILABLE" }));
  const under = { KEYFOLD_CONFIG: join(folder, "text", "config.toml") };
  writeFileSync(join(folder, "text"), "");
  expect(() => saveLogin(origin, "token", under)).toThrow(expect.objectContaining({ code: "LOGINS_UNAVAILABLE" }));
});

test("what is no origin or no token is not kept", () => {
  expect(() => saveLogin("keyfold.example", "token", env)).toThrow(expect.objectContaining({ code: "INVALID_URL" }));
  expect(() => saveLogin(origin, "token\n", env)).toThrow(expect.objectContaining({ code: "INVALID_TOKEN" }));
  expect(existsSync(file)).toBe(false);
});

test("__proto__ is an origin like any other", () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '{"version": 1, "logins": {"__proto__": {"token": "t"}, "https://a.example": {"token": "a"}}}');
  expect(findLogin("constructor", env)).toBeUndefined();
  saveLogin(origin, "token", env);
  expect(listOrigins(env)).toEqual(["__proto__", "https://a.example", origin]);
});

test("saves of many processes at once are all kept", async () => {
  const script = join(temporaryFolder(), "save.mjs");
  writeFileSync(
    script,
    `import { saveLogin } from ${JSON.stringify(built)};
     for (let i = 0; i < 20; i += 1) saveLogin("https://" + process.argv[2] + "-" + i + ".example", "token-" + i);`,
  );
  const results = await Promise.all(["a", "b", "c", "d"].map((name) => runScript(script, [name], { env })));
  expect(results.map(({ code, stderr }) => [code, stderr])).toEqual(results.map(() => [0, ""]));
  expect(listOrigins(env)).toHaveLength(80);
  expect(readdirSync(folder)).toEqual(["logins.json"]);
});

test("a lock that a dead process left is taken over", () => {
  saveLogin(origin, "first", env);
  const lock = `${file}.lock`;
  writeFileSync(lock, "");
  utimesSync(lock, 0, 0);
  saveLogin(origin, "second", env);
  expect(findLogin(origin, env)).toBe("second");
  expect(existsSync(lock)).toBe(false);
});

test("a link in the file's place is replaced, not followed", () => {
  const other = join(temporaryFolder(), "other.json");
  writeFileSync(other, '{"version": 1, "logins": {}}');
  mkdirSync(folder, { recursive: true });
  symlinkSync(other, file);
  saveLogin(origin, "token", env);
  expect(readFileSync(other, "utf8")).not.toContain("token");
});
