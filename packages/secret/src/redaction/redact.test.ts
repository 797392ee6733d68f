import { inspect } from "node:util";
import { Automaton } from "@keyfold/common/redaction/automaton";
import { withSecrets } from "@keyfold/context/testing";
import { anyText } from "@tooling/vitest/any-text";
import { canary, spellings } from "@tooling/vitest/canary";
import fc from "fast-check";
import pino from "pino";
import { expect, test, vi } from "vitest";
import { getSecrets, redact, Secret } from "../index.ts";
import { multiline, read, remember } from "../test/masked-values.ts";

test("a value is masked once it was read, not before", async () => {
  const value = "only-for-this-test";
  expect(redact(value)).toBe(value);
  await withSecrets({ KEY: value }, () => new Secret("KEY").get())();
  expect(redact(`<${value}>`)).toBe("<<secret>>");
});

test("a value is masked in every form that it may be printed in", async () => {
  await read();
  for (const form of [
    ...spellings(canary),
    encodeURI(canary),
    new URLSearchParams({ q: canary }).toString().slice(2),
    Object.assign(new URL("http://h"), { password: canary }).password,
    JSON.stringify(JSON.stringify(canary)).slice(3, -3),
    Buffer.from(canary).toString("hex").toUpperCase(),
    multiline.trim(),
    "MIIEpAIBAAKCAQEA",
    "918273",
    "in a list",
  ]) {
    expect(redact(`before ${form} after`)).toBe("before <secret> after");
  }
});

test("a value inside another's base64 is masked, whatever stands before and after it", async () => {
  await read();
  for (const before of ["", "u", "us", "use", "user:"]) {
    for (const after of ["", "x", "xy", "xyz"]) {
      const header = Buffer.from(before + canary + after).toString("base64");
      const masked = redact(`Basic ${header}`);
      expect(masked).toContain("<secret>");
      expect(Buffer.from(masked.replaceAll("<secret>", ""), "base64").toString()).not.toContain(canary.slice(4, 12));
    }
  }
});

test("strings under 4 characters, booleans and everything else stay as they are", async () => {
  await read();
  for (const harmless of ["abc", "true", "nothing to see", "", "<secret>"]) expect(redact(harmless)).toBe(harmless);
});

test("values that overlap are masked whole", async () => {
  await withSecrets({ a: "overlap-one-two", b: "two-three-four" }, () => getSecrets(["a", "b"]))();
  expect(redact("(overlap-one-two-three-four)")).toBe("(<secret>)");
});

test("the recipe for pino: one hook masks every line", async () => {
  await read();
  let printed = "";
  const print = (line: string): void => {
    printed += line;
  };
  const log = pino({ hooks: { streamWrite: redact } }, { write: (line: string) => print(line) });
  log.info({ header: `Bearer ${canary}`, nested: { canary } }, "sent %s", canary);
  expect(printed).toContain('"header":"Bearer <secret>"');
  expect(printed).toContain("sent <secret>");
  for (const spelling of spellings(canary)) expect(printed).not.toContain(spelling);
});

const account = {
  type: "service_account",
  key_id: "f871b60d0617be19",
  key: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nbGFzdA==\n-----END PRIVATE KEY-----\n",
  database: { host: "localhost", port: 5432, ssl: true, zone: "us-east-1", password: 'p"4ss\\w' },
};
const asJson = JSON.stringify({ ...account, database: { ...account.database, pin: 1234567890123456 } });

test.each([
  ["an object", JSON.parse(asJson)],
  ["a string that holds JSON", JSON.stringify(JSON.parse(asJson), null, 2)],
])("%s is masked however it is written anew, and by what is telling in it", async (_kind, stored) => {
  await remember(stored);
  const value = JSON.parse(asJson);
  for (const spelling of [
    asJson,
    JSON.stringify(value, null, 2),
    JSON.stringify(value, null, "\t").replace(/\n/g, "\r\n"),
    JSON.stringify(value, null, 2).replace(/\s+/g, " "),
    JSON.stringify(JSON.stringify(value, null, 2)).slice(1, -1),
    asJson.replaceAll(":", ": ").replaceAll(",", ", "),
    inspect(value, { depth: 9 }),
    inspect(value, { depth: 9, compact: false, breakLength: 20 }),
  ]) {
    expect(redact(`> ${spelling} <`)).toBe("> <secret> <");
  }
  expect(redact(`key ${account.key_id}, ${JSON.stringify({ password: account.database.password })}`)).toBe(
    'key <secret>, {"password":"<secret>"}',
  );
  const common = "service_account listens on localhost:5432 in us-east-1: true, { ssl: true }";
  expect(redact(common)).toBe(common);
});

test("a value of many lines is masked without its indentation, joined, and line by line", async () => {
  const value = "  first: line-one\n    second: line-two\n\n\tthird: 3\n";
  await remember(value);
  expect(redact(`<${value.replace(/\n\s*/g, "\n").trim()}>`)).toBe("<<secret>>");
  expect(redact(`<${value.replace(/\s+/g, " ").trim()}>`)).toBe("<<secret>>");
  expect(redact("web | second: line-two\nweb | third: 3")).toBe("web | <secret>\nweb | <secret>");
});

test.each([64, 76])("base64 in lines of %i is masked, indented or inside JSON too", async (width) => {
  const value = `${"a long value 0123456789 ".repeat(9)}of ${width}`;
  await remember(value);
  const lines = Buffer.from(`user:${value}`)
    .toString("base64")
    .replace(new RegExp(`.{${width}}`, "g"), "$&\n")
    .trim();
  for (const spelling of [
    lines,
    lines.replaceAll("\n", "\r\n    "),
    JSON.stringify(lines).slice(1, -1).replaceAll("/", "\\/"),
  ]) {
    expect(redact(`(${spelling})`)).toMatch(/^\([\w]{6,7}<secret>\)$/);
  }
});

test("text without any spelling of a value comes back to the letter", async () => {
  await read();
  await remember("it's-a-pass'word", 'a+b "c" d', { key: "k-9x8y7z", port: 8080 });
  const near = [
    "its-a-password",
    "a+b c",
    "keyfold",
    " canary/",
    "7Qp$wZ",
    "key: k-9x8y7",
    "8080",
    "\\",
    "%",
    "&",
    "&amp;",
    "\\n",
    "'",
    '"',
    "MIIEpAIBAAKCAQE",
  ];
  const texts = fc.array(fc.oneof(fc.constantFrom(...near), anyText())).map((parts) => parts.join("\u0001"));
  await fc.assert(
    fc.asyncProperty(texts, anyText(), async (text, other) => {
      expect(redact(text + other)).toBe(text + other);
    }),
  );
});

test("twice as long a text takes twice as many steps", async () => {
  await read();
  await remember("a".repeat(1000), Array.from({ length: 50 }, (_, index) => `a line, its number ${index}`).join("\n"));
  const next = vi.spyOn(Automaton.prototype, "next");
  const stepsFor = (text: string): number => {
    next.mockClear();
    redact(text);
    return next.mock.calls.length;
  };
  for (const hard of [
    "a",
    "a line, its number 4\n",
    "\\",
    "\\x61",
    "%61",
    "&#97;",
    "'a",
    "'\\''",
    "YWFh",
    "6161",
    "aA",
  ]) {
    const steps = stepsFor(hard.repeat(2048 / hard.length));
    expect(steps).toBeGreaterThan(0);
    expect(stepsFor(hard.repeat(4096 / hard.length))).toBeLessThanOrEqual(2.5 * steps);
  }
});
