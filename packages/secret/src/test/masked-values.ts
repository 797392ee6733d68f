import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { withSecrets } from "@keyfold/context/testing";
import { canary } from "@tooling/vitest/canary";
import { getSecrets, redactingStream } from "../index.ts";

export const multiline = "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----\n";

/** Reads values of every kind, so that they are masked from then on. */
export const read: () => Promise<unknown> = withSecrets(
  { canary, multiline, number: 918273, tree: { list: ["in a list"], flag: true }, short: "abc", on: "true" },
  () => getSecrets(["canary", "multiline", "number", "tree", "short", "on"]),
);

/** Reads these values as they are, so that they are masked from then on. */
export async function remember(...values: unknown[]): Promise<void> {
  const secrets = Object.fromEntries(values.map((value, index) => [`s${index}`, value]));
  await withSecrets(secrets, () => getSecrets(Object.keys(secrets), { decode: false }))();
}

/** What a stream that masks makes of chunks. */
export async function piped(chunks: readonly Uint8Array[]): Promise<Buffer> {
  return buffer(Readable.from(chunks).pipe(redactingStream()));
}
