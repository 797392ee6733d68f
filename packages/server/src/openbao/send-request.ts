import { readAll } from "@keyfold/common/read-all";
import { ServerError } from "../server-error.ts";
import type { OpenBaoSettings } from "./openbao-settings.ts";

export interface OpenBaoRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/v1/`: parts of letters, digits, `_`, `-`, `=` and dots between slashes, none of them `.` or `..`. */
  readonly path: string;
  readonly body?: object | undefined;
}

export interface OpenBaoResponse {
  readonly status: number;
  /** The JSON of the response; empty where it had none. */
  readonly body: OpenBaoBody;
}

/** The parts of the responses that are used. */
export interface OpenBaoBody {
  readonly data?: Record<string, unknown>;
  readonly errors?: unknown;
  readonly auth?: { readonly client_token?: unknown; readonly lease_duration?: unknown; readonly renewable?: unknown };
}

/** What `fetch` sends as it is: it resolves `..`, and ends a path at `?` or `#`. */
const partForm = /^(?!\.{1,2}$)[\w.=-]+$/;

/** A value of the largest size, with room for what is around it. */
const maxResponseBytes = 64 * 1024 * 1024;

/**
 * Sends one request.
 *
 * @throws ServerError `VAULT_UNAVAILABLE` if there is no response in time, or none of OpenBao's.
 */
export async function sendRequest(
  { url, namespace }: OpenBaoSettings,
  token: string | undefined,
  { method, path, body }: OpenBaoRequest,
  signal: AbortSignal,
): Promise<OpenBaoResponse> {
  const headers: Record<string, string> = { "content-type": "application/json", "x-vault-request": "true" };
  if (token !== undefined) headers["x-vault-token"] = token;
  if (namespace !== undefined) headers["x-vault-namespace"] = namespace;
  try {
    if (!path.split("/").every((part) => partForm.test(part)))
      throw new Error("a path has a part that it may not have");
    // The token must not follow a redirect to another place.
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers,
      signal,
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const tooMany = (): Error => new Error(`the response has more than ${maxResponseBytes} bytes`);
    const json =
      response.body === null ? "" : (await readAll(response.body, maxResponseBytes, tooMany)).toString("utf8");
    return { status: response.status, body: bodyFrom(json) };
  } catch (error) {
    throw vaultUnavailable(error);
  }
}

function bodyFrom(json: string): OpenBaoBody {
  if (json === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    // Its message would show a part of it, which may be a value.
  }
  if (typeof body !== "object" || body === null) throw new Error("the response is not OpenBao's");
  return body;
}

/** For a vault that can't keep or give a value now. `cause` says which of it, for the server's own log. */
export function vaultUnavailable(cause: unknown): ServerError {
  return new ServerError(
    "VAULT_UNAVAILABLE",
    "The vault that keeps the values can't be reached, is sealed, or refuses the server.",
    "Try again soon. If it goes on, see the server's own log for the reason.",
    { cause },
  );
}
