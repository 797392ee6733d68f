import { createHash } from "node:crypto";
import type { RunToken, TeamToken } from "./make-token.ts";

/** What is stored of a token. A fast hash is enough: there are 256 random bits to guess. */
export function hashToken(token: TeamToken | RunToken): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
