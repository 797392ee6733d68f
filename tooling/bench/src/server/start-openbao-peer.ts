import { installOpenBao } from "@tooling/vitest/install-services";
import { callOpenBao, type OpenBao, type RunningOpenBao, startOpenBao } from "@tooling/vitest/openbao";
import { cpuTime } from "./cpu-time.ts";
import { secretName, secretValue } from "./secrets.ts";

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
 * `running`. Gives why it can't be had otherwise.
 */
export async function startOpenBaoPeer(
  running: AsyncDisposableStack,
  secrets: number,
  print: (text: string) => void,
): Promise<OpenBaoPeer | { missing: string }> {
  let server: RunningOpenBao | undefined;
  try {
    await installOpenBao();
    server = await startOpenBao((folder) => ({
      audit: { type: "file", path: "file", options: { file_path: `${folder}/audit.log` } },
    }));
    running.defer(server.remove);
  } catch (error) {
    print(String(error));
    return { missing: "it could not be installed from PyPI and started" };
  }
  const bao: OpenBao = server;
  const { pid } = server;
  const policy = 'path "secret/data/*" { capabilities = ["create", "read", "update"] }';
  await callOpenBao(bao, "PUT", "sys/policies/acl/service", { policy });
  const made = await callOpenBao(bao, "POST", "auth/token/create", { policies: ["service"], ttl: "2h" });
  const { client_token: token } = made.auth as { client_token: string };
  for (let from = 0; from < secrets; from += atOnce) {
    const indexes = Array.from({ length: Math.min(atOnce, secrets - from) }, (_, index) => from + index);
    await Promise.all(indexes.map((index) => callOpenBao(bao, "POST", ...openBaoSecret(index))));
  }
  return { url: bao.url, token, cpuTime: () => cpuTime(pid() ?? 0) };
}

/** The path and the body that set one of the secrets. */
export function openBaoSecret(index: number): [path: string, body: object] {
  return [`secret/data/${secretName(index)}`, { data: { value: secretValue(index) } }];
}
