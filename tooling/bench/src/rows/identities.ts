import { randomUUID } from "node:crypto";
import { createClient } from "@keyfold/client";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Bench } from "../bench.ts";
import { requestTimes } from "../interleave.ts";
import { addedTo, summarize } from "../report/figure.ts";
import { peerOf, type Row, row, within } from "../report/row.ts";
import type { RunningKeyfold } from "../servers/keyfold.ts";

const maxAddedMs = 1;
const audience = "https://keyfold.example";
const issuer = "https://issuer.example";
const claims = { sub: "bench", pool: "bench" };

/** What a signed token costs that opens a run, beside a stored one: its signature, with the issuer's keys at hand, its claims, and its being noted as used. */
export async function identityRows({ quick }: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = { kid: "bench", alg: "ES256" };
  await keyfold.admin.createTrust({
    name: "the benchmark's issuer",
    for: "runs",
    issuer,
    audience,
    claims,
    grants: [{ role: "runner" }],
    jwks: { keys: [{ ...(await exportJWK(publicKey)), ...key, use: "sig" }] },
  });
  // Each opens one run.
  const signedToken = (): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ ...key, typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime("5m")
      .setJti(randomUUID())
      .sign(privateKey);
  const { token } = await keyfold.admin.createToken({ name: "the benchmark's opener", role: "runner" });
  const stored = keyfold.clientOf(token);
  const samples = await requestTimes(
    {
      stored: () => () => stored.openRun({ ttlSeconds: 60 }),
      signed: async () => {
        const client = createClient({ url: keyfold.url, token: await signedToken() });
        return () => client.openRun({ ttlSeconds: 60 });
      },
    },
    { quick, warmUps: 4 },
  );
  const added = addedTo(samples.stored, samples.signed);
  const byStored = peerOf("by a stored one", summarize(samples.stored, "ms"));
  return [
    ...row("openRun by a signed token: added to one by a stored token", added, undefined, within(maxAddedMs)),
    ...row("openRun by a signed token", summarize(samples.signed, "ms"), byStored),
  ];
}
