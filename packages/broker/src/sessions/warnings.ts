import { canonicalHost, canonicalPath, isHostWithin, isPathWithin } from "@keyfold/common/uses";
import { hostnameOf } from "../network/hosts.ts";
import type { BrokerUse } from "./uses.ts";

/** Hosts, by their end, that take requests which are signed with the secret. */
const signed: readonly (readonly [end: string, how: string])[] = [
  ["amazonaws.com", "AWS SigV4"],
  ["amazonaws.com.cn", "AWS SigV4"],
  ["r2.cloudflarestorage.com", "AWS SigV4"],
  ["digitaloceanspaces.com", "AWS SigV4"],
  ["wasabisys.com", "AWS SigV4"],
  ["api.binance.com", "HMAC"],
  ["api.kraken.com", "HMAC"],
];

/** Where common services make another credential out of one. */
const minting: readonly (readonly [host: string, path: string])[] = [
  ["api.stripe.com", "/v1/ephemeral_keys"],
  ["api.openai.com", "/v1/realtime/client_secrets"],
  ["api.openai.com", "/v1/organization/admin_api_keys"],
  ["gitlab.com", "/api/v4/personal_access_tokens"],
  ["registry.npmjs.org", "/-/npm/v1/tokens"],
  ["oauth2.googleapis.com", "/token"],
];

/**
 * What can't work with some uses, or gives more away than is meant: each as one sentence or two. Common services are known, no more.
 *
 * @example
 * ```ts
 * for (const warning of warningsFor([{ name: "aws key", host: "s3.amazonaws.com" }])) console.warn(warning);
 * ```
 */
export function warningsFor(uses: readonly BrokerUse[]): readonly string[] {
  return [...new Set(uses.flatMap((use) => [...signedBy(use), ...mintedBy(use)]))];
}

function signedBy({ host }: BrokerUse): string[] {
  const hostname = hostnameOf(canonicalHost(host) ?? "").replace(/^\*\./, "");
  const how = signed.find(([end]) => hostname === end || hostname.endsWith(`.${end}`))?.[1];
  if (how === undefined) return [];
  return [
    `${host} takes requests that are signed with the secret (${how}). That can't work: a program signs with the placeholder.`,
  ];
}

function mintedBy({ host, methods, paths }: BrokerUse): string[] {
  const used = canonicalHost(host);
  if (used === undefined || !(methods?.includes("POST") ?? true)) return [];
  const open = minting.find(
    ([at, path]) =>
      isHostWithin(at, used) && (paths?.some((one) => isPathWithin(path, canonicalPath(one) ?? path)) ?? true),
  );
  if (open === undefined) return [];
  return [
    `The program may get another credential at ${open.join("")}, which is not masked. Name the paths that it needs, or methods other than POST.`,
  ];
}
