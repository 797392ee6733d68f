import type { Target } from "../load/target.ts";
import { anyOf, secretName, valueStart } from "./secrets.ts";
import { type OpenBaoPeer, openBaoSecret } from "./start-openbao-peer.ts";

/** Reads of single secrets, any of so many. */
export function openBaoReads({ url, token, cpuTime }: OpenBaoPeer, secrets: number): Target {
  return {
    url,
    cpuTime,
    method: "GET",
    headers: { "x-vault-token": token },
    next: () => ({ path: `/v1/secret/data/${secretName(anyOf(secrets))}` }),
    goodAnswer: valueStart,
  };
}

/** Writes of single secrets, each a new version of one that is there. */
export function openBaoWrites({ url, token, cpuTime }: OpenBaoPeer, secrets: number): Target {
  return {
    url,
    cpuTime,
    method: "POST",
    headers: { "x-vault-token": token, "content-type": "application/json" },
    next: () => {
      const [path, body] = openBaoSecret(anyOf(secrets));
      return { path: `/v1/${path}`, body: JSON.stringify(body) };
    },
    goodAnswer: '"version":',
  };
}
