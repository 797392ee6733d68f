import type { ListedTrust } from "@keyfold/client";
import { type Claims, failingClaim, type Payload } from "@keyfold/common/claims";
import { connect, type ServerFlags } from "../server/connect.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { formatTable } from "../terminal/format.ts";
import { readInput, readTextFile } from "../terminal/input.ts";
import { note, printResult } from "../terminal/print.ts";

/** As the server has them, in seconds. */
const [leeway, maxLife] = [60, 86_400];

/**
 * Shows which trust a signed token fits, or what fails in each. The token is sent nowhere and is not used up; its signature is what
 * only the server checks.
 *
 * @param file - `-` for standard input.
 * @returns whether exactly one trust fits, as it must where a program names none.
 * @throws CommandError with code INVALID_JWT, or as reading the file throws; ClientError.
 */
export async function testToken(file: string, flags: ServerFlags): Promise<boolean> {
  if (/^eyJ[\w-]+\.[\w-]+\./.test(file)) {
    throw new UsageError("Others on this machine can read a command's arguments.", "Pipe it in: keyfold trust test -");
  }
  const payload = payloadOf(file === "-" ? await readInput() : readTextFile(file));
  const { client } = await connect(flags);
  const results = (await client.trusts()).map((trust) => ({
    id: trust.id,
    name: trust.name,
    fails: whatFails(trust, payload),
  }));
  const fits = results.filter(({ fails }) => fails === null);
  printResult(flags.json, results, () =>
    formatTable(
      ["TRUST", "RESULT"],
      results.map(({ name, fails }) => [name, fails ?? "fits"]),
      "There are no trusts.",
      { TRUST: 0, RESULT: 0 },
    ),
  );
  if (fits.length > 1) note("several fit: name one with cloud.trust, or narrow their claims.", flags);
  return fits.length === 1;
}

function whatFails(trust: ListedTrust, payload: Payload): string | null {
  const { iss, aud, exp, nbf = 0, iat } = payload;
  if (iss !== trust.issuer) return "iss: another issuer";
  const claim = failingClaim(trust.claims as Claims, payload);
  if (claim !== undefined) return `${claim}: another value, or of another type`;
  const audiences = [aud].flat();
  if (audiences.length !== 1 || audiences[0] !== trust.audience) return `aud: not ${trust.audience} alone`;
  const now = Date.now() / 1000;
  if (typeof exp !== "number" || exp <= now - leeway) return "exp: expired";
  if (typeof nbf !== "number" || nbf > now + leeway) return "nbf: not yet valid";
  if (typeof iat !== "number" || iat > now + leeway) return "iat: not there, or in the future";
  return exp - iat > maxLife ? "exp: more than a day after iat" : null;
}

function payloadOf(token: string): Payload {
  const [, second] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token.trim()) ?? [];
  try {
    const payload: unknown = JSON.parse(Buffer.from(second ?? "", "base64url").toString("utf8"));
    if (typeof payload === "object" && payload !== null && !Array.isArray(payload)) return payload as Payload;
  } catch {
    // Its message would show a part of the token.
  }
  throw new CommandError(
    "INVALID_JWT",
    "This is not a signed token (JWT).",
    "It has three parts with dots between them.",
  );
}
