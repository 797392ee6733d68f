import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { canary, spellings } from "@tooling/vitest/canary";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redact, redactingStream } from "../index.ts";
import { multiline, piped, read, remember } from "../test/masked-values.ts";

test("a stream masks as redact does, wherever the text is cut into chunks", async () => {
  await read();
  const asEntities = multiline.trim().replace(/./gs, (sign) => `&#${sign.charCodeAt(0)};`);
  const escapes = ["\\", "\\\\", "\\x", "%", "%2", "&", "&#4", "'", "'\\''"];
  const forms = [...spellings(canary), multiline.trim(), asEntities, "plain", "key", "ünïc", "\n", ...escapes];
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
    {
      numRuns: 300,
      examples: [
        [["\\", multiline.trim()], [1]],
        [
          ["\\\\", asEntities],
          [1, 40],
        ],
      ],
    },
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

test("bytes that are no UTF-8 pass through a stream unchanged", async () => {
  await read();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (chunks) => {
      expect(await piped(chunks)).toEqual(Buffer.concat(chunks));
    }),
  );
  const bytes = (text: string): Buffer =>
    Buffer.concat([Buffer.of(0xff, 0xc3), Buffer.from(text), Buffer.of(0x80, 0xfe)]);
  expect(await piped([bytes(canary)])).toEqual(bytes("<secret>"));
});

test("a value that is read while a stream is open is masked in it from then on", async () => {
  const stream = redactingStream().setEncoding("utf8");
  stream.write("read-while-open");
  await remember("read-while-open");
  stream.end(", read-while-open");
  expect(await text(stream)).toBe("read-while-open, <secret>");
});
