import { KeyfoldError } from "@keyfold/common/error";
import type { TypedDocumentString } from "../generated/operations.ts";

/** What the server refused, or why it was not reached; `tip` is empty where the server says nothing. */
export class AskError extends KeyfoldError {}

/** Who asks: somebody, or the page by itself, which keeps nobody signed in. */
export type AskedBy = "user" | "timer";

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: { code?: string; tip?: string } }[];
}

/**
 * Asks the server.
 *
 * @throws AskError with the server's code, `SERVER_UNREACHABLE` or `INVALID_RESPONSE`.
 */
export async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  by: AskedBy = "user",
): Promise<Result> {
  const headers = { "content-type": "application/json" };
  return (await post("/graphql", by, headers, JSON.stringify({ query: String(document), variables }))) as Result;
}

/** Posts to the server as its own page. Errors as those of `ask`. */
export async function post(
  path: string,
  by: AskedBy,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<unknown> {
  const init = {
    method: "POST",
    headers: { ...headers, "x-keyfold-console": by },
    ...(body === undefined ? {} : { body }),
  };
  let { data, errors } = await answerTo(path, init);
  for (let attempt = 1; attempt < maxAttempts && errors?.[0]?.extensions?.code === "RATE_LIMITED"; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    ({ data, errors } = await answerTo(path, init));
  }
  const [error] = errors ?? [];
  if (error === undefined) return data;
  const { code = "INTERNAL", tip = "" } = error.extensions ?? {};
  if (code === "UNAUTHENTICATED") for (const listener of signedOut) listener();
  throw new AskError(code, error.message, tip);
}

/** How often a request is sent that was refused as one too many: nothing was done. */
const maxAttempts = 5;

const signedOut = new Set<() => void>();

/** Calls `listener` whenever the server answers that nobody is signed in; gives what stops it. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => void signedOut.delete(listener);
}

/** Whether this browser is signed in. */
export async function isSignedIn(): Promise<boolean> {
  return ((await answerTo("/session", {})) as { signedIn?: boolean }).signedIn === true;
}

/** Whether people sign in here at their company's provider. */
export async function hasProvider(): Promise<boolean> {
  return ((await answerTo("/.well-known/keyfold", {})) as { signIn?: boolean }).signIn === true;
}

async function answerTo(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, { ...init, credentials: "same-origin" }).catch(() => {
    throw new AskError("SERVER_UNREACHABLE", "The server does not answer.", "Check the connection, and try again.");
  });
  return response.json().catch(() => {
    throw new AskError("INVALID_RESPONSE", "The answer is not from a Keyfold server.", "Load the page again.");
  }) as Promise<Answer>;
}
