import { readToken } from "@keyfold/common/configured-server";
import { isLoopback } from "@keyfold/common/loopback";
import { processEnvironment } from "@keyfold/common/process-environment";
import { ClientError } from "./client-error.ts";

/** How long GitHub may take to sign a token, in milliseconds. */
const timeoutMs = 10_000;
/** Characters of a signed token, at most. */
const maxCharacters = 16_384;

/**
 * Gets the signed token of this workload. It is asked for anew each time: most open one run only.
 *
 * @param source - `github`, `file:PATH` or `env:NAME`.
 * @param audience - the origin of the server that the token is for; a file and a variable have one for theirs already.
 * @throws ClientError with code IDENTITY_UNAVAILABLE or INVALID_OPTIONS; it never holds the token.
 */
export async function readIdentity(
  source: string,
  audience: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<string> {
  const [, kind, name = ""] = /^(file|env):(.+)$/s.exec(source) ?? [];
  if (source === "github") return checked(await askGithub(audience, fetch), "GitHub");
  if (kind === "file") return checked(readToken(name), `The file ${name}`);
  if (kind === "env") return checked(processEnvironment()[name] ?? "", `The variable ${name}`);
  throw new ClientError(
    "INVALID_OPTIONS",
    "cloud.identity is none of github, file:PATH and env:NAME.",
    "Set it to where this program's signed token comes from, or leave it out.",
  );
}

async function askGithub(audience: string, fetch: typeof globalThis.fetch): Promise<unknown> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address = "", ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = processEnvironment();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !token || !(url.protocol === "https:" || isLoopback(url.hostname))) return "";
  url.searchParams.set("audience", audience);
  try {
    const headers = { accept: "application/json", authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url.href, { headers, signal, redirect: "manual" });
    if (response.status !== 200) return "";
    return (JSON.parse(await response.text()) as { value?: unknown } | null)?.value;
  } catch {
    // Its answer may hold the token with which it was asked.
    return "";
  }
}

function checked(token: unknown, where: string): string {
  if (typeof token === "string" && token.length <= maxCharacters && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    return token;
  throw new ClientError(
    "IDENTITY_UNAVAILABLE",
    `${where} has no signed token for this program.`,
    where === "GitHub"
      ? "Give the job the permission id-token: write. If it has that, GitHub did not sign one just now: run the job again."
      : "Have the platform write it there, with the server's public_url as its audience.",
  );
}
