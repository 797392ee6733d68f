import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { withSecrets } from "@keyfold/context/testing";
import { canary, spellings } from "@tooling/vitest/canary";
import fc from "fast-check";
import pino from "pino";
import { expect, test } from "vitest";
import { getSecrets, redact, redactingStream, Secret } from "../index.ts";

const multiline = "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----\n";

const read = withSecrets(
  { canary, multiline, number: 918273, tree: { list: ["in a list"], flag: true }, short: "abc", on: "true" },
  () => getSecrets(["canary", "multiline", "number", "tree", "short", "on"]),
);

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

test("texts under 4 characters, booleans and everything else stay as they are", async () => {
  await read();
  for (const harmless of ["abc", "true", "nothing to see", "", "<secret>"]) expect(redact(harmless)).toBe(harmless);
});

test("values that overlap are masked whole", async () => {
  await withSecrets({ a: "overlap-one-two", b: "two-three-four" }, () => getSecrets(["a", "b"]))();
  expect(redact("(overlap-one-two-three-four)")).toBe("(<secret>)");
});

test("a stream masks as redact does, wherever the text is cut into chunks", async () => {
  await read();
  const forms = [...spellings(canary), multiline.trim(), "plain", "key", "ünïc", "\n"];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(...forms), fc.string())),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (parts, sizes) => {
        const whole = parts.join("");
        const bytes = Buffer.from(whole);
        const chunks: Buffer[] = [];
        for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(from, from + size));
          from += size;
        }
        expect(await text(Readable.from(chunks).pipe(redactingStream()))).toBe(redact(bytes.toString()));
      },
    ),
    { numRuns: 300 },
  );
});

test("a stream holds back only what may be the beginning of a value", async () => {
  await read();
  const stream = redactingStream().setEncoding("utf8");
  stream.write("a line\nkeyfold can");
  expect(stream.read()).toBe("a line\n");
  stream.write("dy\n");
  expect(stream.read()).toBe("keyfold candy\n");
  stream.end("keyfold ca");
  expect(await text(stream)).toBe("keyfold ca");
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
