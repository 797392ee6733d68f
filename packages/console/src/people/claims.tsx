import { type Claims, readClaims } from "@keyfold/common/claims";
import { lintTrust } from "@keyfold/common/platforms";
import type { JSX } from "preact";
import { LinesField, typedLines } from "../ui/parts.tsx";
import { visible } from "../ui/text.tsx";

/** The claims that somebody typed, or what is wrong with them. */
export function readTypedClaims(text: string): { readonly claims: Claims } | { readonly wrong: string } {
  const read = readClaims(typedLines(text));
  return "claims" in read ? read : { wrong: `${visible(read.wrong)} is no claim: write groups=engineering.` };
}

/** Asks for claims. */
export function ClaimsField({ claims, onInput }: { claims: string; onInput: (claims: string) => void }): JSX.Element {
  const hint =
    "claim=value on each line, as groups=engineering; one claim twice: either of them; email_verified:=true is no string.";
  return <LinesField label="Claims" hint={hint} value={claims} onInput={onInput} />;
}

/** Warns while somebody types of a trust that would let in others than they mean: the server would refuse it. */
export function Lint({ issuer, claims: text }: { issuer: string; claims: string }): JSX.Element | null {
  if (issuer === "") return null;
  const read = readTypedClaims(text);
  const problem = "wrong" in read ? read.wrong : problemOf(issuer, read.claims);
  return (
    <p class={problem === undefined ? "lint" : "lint open"} role="status">
      {problem ?? "Nobody is let in whom these claims don't name."}
    </p>
  );
}

/** What a trust leaves open; undefined: nothing that is known. */
export function problemOf(issuer: string, claims: Claims): string | undefined {
  if (!URL.canParse(issuer)) return "The issuer is no URL.";
  return lintTrust(issuer, claims);
}
