import { readFile } from "node:fs/promises";
import type { OpenBaoSettings } from "./openbao-settings.ts";
import {
  type OpenBaoBody,
  type OpenBaoRequest,
  type OpenBaoResponse,
  sendRequest,
  vaultUnavailable,
} from "./send-request.ts";

/** A token, and for how long it is good. */
export interface Session {
  readonly token: string;
  /** Seconds; 0: for ever. */
  readonly leaseSeconds: number;
  readonly renewable: boolean;
}

/** Tells what a token is good for. */
export const lookUpSelf: OpenBaoRequest = { method: "GET", path: "auth/token/lookup-self" };

/**
 * Gets a token: the configured one, the one in its file, or a new one for an AppRole.
 *
 * @throws ServerError `VAULT_UNAVAILABLE`.
 */
export async function signIn(settings: OpenBaoSettings, signal: AbortSignal): Promise<Session> {
  const how = settings.signIn;
  if (how.kind === "approle") {
    const body = { role_id: how.roleId, secret_id: how.secretId };
    const path = `auth/${how.mount}/login`;
    return sessionOf(await sendRequest(settings, undefined, { method: "POST", path, body }, signal), "sign in");
  }
  const token = how.kind === "token" ? how.token : await readToken(how.file);
  const { status, body } = await sendRequest(settings, token, lookUpSelf, signal);
  // A token that may not look itself up may do the rest all the same.
  if (status === 403) return { token, leaseSeconds: 0, renewable: false };
  if (status !== 200) throw refused("look the token up", status);
  return { token, leaseSeconds: seconds(body.data?.ttl), renewable: body.data?.renewable === true };
}

/**
 * Makes the token good for longer.
 *
 * @throws ServerError `VAULT_UNAVAILABLE` if OpenBao will not.
 */
export async function renew(settings: OpenBaoSettings, { token }: Session, signal: AbortSignal): Promise<Session> {
  const request = { method: "POST", path: "auth/token/renew-self", body: {} } as const;
  return sessionOf(await sendRequest(settings, token, request, signal), "renew the token");
}

function sessionOf({ status, body }: OpenBaoResponse, what: string): Session {
  const { auth }: OpenBaoBody = body;
  if (status !== 200 || typeof auth?.client_token !== "string") throw refused(what, status);
  return {
    token: auth.client_token,
    leaseSeconds: seconds(auth.lease_duration),
    renewable: auth.renewable === true,
  };
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw vaultUnavailable(error);
  }
}

function seconds(value: unknown): number {
  return typeof value === "number" && value > 0 ? value : 0;
}

/** OpenBao's own words are left out: they may repeat what was sent. */
function refused(what: string, status: number): Error {
  return vaultUnavailable(new Error(`OpenBao answered ${status} when asked to ${what}`));
}
