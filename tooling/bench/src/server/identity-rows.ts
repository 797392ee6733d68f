import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { type Client, createClient } from "@keyfold/client";
import type { Bench } from "../bench.ts";
import { quantile, summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import type { Row } from "../report/row.ts";
import type { RunningKeyfold } from "./start-keyfold.ts";

const maxAddedMs = 1;
const opensPerTurn = 40;
const audience = "https://keyfold.example";
const issuer = "https://issuer.example";

/** What a signed token costs that opens a run, beside a stored one: its signature, with the issuer's keys at hand, its claims, and its being noted as used. */
export async function identityRows({ quick, print }: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  print("Runs that signed tokens open");
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "bench", alg: "ES256", use: "sig" };
  await keyfold.admin.createTrust({
    name: "the benchmark's issuer",
    for: "runs",
    issuer,
    audience,
    claims: { sub: "bench", pool: "bench" },
    grants: [{ role: "runner" }],
    jwks: { keys: [jwk] },
  });
  const { token } = await keyfold.admin.createToken({ name: "the benchmark's opener", role: "runner" });
  const stored = keyfold.clientOf(token);
  const signed = (): Client => createClient({ url: keyfold.url, token: signedToken(privateKey) });
  const turn = (nextClient: () => Client) => async (): Promise<number> => {
    const times: number[] = [];
    for (let opened = 0; opened < opensPerTurn; opened += 1) {
      const client = nextClient();
      const before = performance.now();
      await client.openRun({ ttlSeconds: 60 });
      times.push(performance.now() - before);
    }
    return quantile(times, 0.5);
  };
  const turns = { stored: turn(() => stored), signed: turn(signed) };
  for (const warmUp of Object.values(turns)) await warmUp();
  const samples = await interleave(turns, quick ? 5 : 15);
  const added = samples.signed.map((ms, index) => ms - (samples.stored[index] ?? 0));
  return [
    {
      group: "server",
      what: "openRun by a signed token: added to one by a stored token",
      ours: summarize(added, "ms"),
      goal: { of: "figure", is: "at most", bound: maxAddedMs },
    },
    {
      group: "server",
      what: "openRun by a signed token",
      ours: summarize(samples.signed, "ms"),
      peer: { name: "by a stored one", figure: summarize(samples.stored, "ms") },
    },
  ];
}

/** Each opens one run. */
function signedToken(key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: issuer,
    aud: audience,
    sub: "bench",
    pool: "bench",
    iat: now,
    exp: now + 300,
    jti: randomUUID(),
  };
  const signedPart = `${part({ alg: "ES256", kid: "bench", typ: "JWT" })}.${part(claims)}`;
  const signature = sign("sha256", Buffer.from(signedPart), { key, dsaEncoding: "ieee-p1363" });
  return `${signedPart}.${signature.toString("base64url")}`;
}
