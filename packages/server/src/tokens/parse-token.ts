import { type RunToken, runTokenPrefix, type TeamToken, teamTokenPrefix, tokenChecksum } from "./make-token.ts";

export type ParsedToken = { kind: "team"; token: TeamToken } | { kind: "run"; token: RunToken };

const form = /^keyfold_(?:team|run)_[A-Za-z0-9_-]{49}$/;
const checksumLength = 6;

/** What kind of token a text is, or undefined if it can't be one: the form or the checksum is wrong. */
export function parseToken(text: string): ParsedToken | undefined {
  if (!form.test(text)) return undefined;
  if (tokenChecksum(text.slice(0, -checksumLength)) !== text.slice(-checksumLength)) return undefined;
  if (text.startsWith(teamTokenPrefix)) return { kind: "team", token: text as TeamToken };
  if (text.startsWith(runTokenPrefix)) return { kind: "run", token: text as RunToken };
  return undefined;
}
