import { certificatesIn, trustedAuthorities } from "./network/authorities.ts";
import { withoutHosts } from "./network/no-proxy.ts";
import type { Broker } from "./start-broker.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs look for the authorities that they believe in place of the system's. */
const inPlace = [
  "SSL_CERT_FILE",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "CARGO_HTTP_CAINFO",
  "AWS_CA_BUNDLE",
  "PIP_CERT",
];
/** Where programs look for authorities that they believe beside others. */
const beside = ["NODE_EXTRA_CA_CERTS", "DENO_CERT"];

/** Files in PEM for a program of a broker. */
export interface ProgramAuthorities {
  /** The broker's authority, and those that the environment adds to the system's. */
  readonly added: string;
  /** The same with the system's. */
  readonly all: string;
}

/**
 * The authorities that a program of a broker is to believe, as the content of two files.
 *
 * @param environment - what the program would have: the files that it names are merged.
 */
export function programAuthorities(
  { certificate }: Pick<Broker, "certificate">,
  environment: Environment,
): ProgramAuthorities {
  const files = [...beside, ...inPlace].flatMap((name) => environment[name] ?? []);
  const text = (list: readonly string[]): string => [certificate.trim(), ...list].join("\n").concat("\n");
  return {
    added: text([...new Set(files.flatMap((file) => certificatesIn(file)))]),
    all: text(trustedAuthorities(files)),
  };
}

/**
 * The variables by which common programs find a broker's proxy and believe its authority: those of curl, git, Node, Python, Go,
 * Deno, Cargo, pip and the AWS clients.
 *
 * @example
 * ```ts
 * const environment = { ...process.env, ...programVariables(broker, process.env, { added: "/run/added.pem", all: "/run/all.pem" }) };
 * ```
 *
 * @param environment - what the program would have: its NO_PROXY is kept but for the hosts in use.
 * @param files - the paths of files with `programAuthorities`.
 */
export function programVariables(
  broker: Pick<Broker, "url" | "hosts" | "only">,
  environment: Environment,
  files: ProgramAuthorities,
): Record<string, string> {
  const noProxy = broker.only ? "" : withoutHosts(environment.NO_PROXY ?? environment.no_proxy ?? "", broker.hosts);
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
  // Set, it would lead past the broker.
  const others = ["ALL_PROXY", "all_proxy"].filter((name) => environment[name] !== undefined);
  return {
    ...Object.fromEntries([...proxies, ...others].map((name) => [name, broker.url])),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    NODE_USE_ENV_PROXY: "1",
    ...Object.fromEntries(beside.map((name) => [name, files.added])),
    ...Object.fromEntries(inPlace.map((name) => [name, files.all])),
  };
}
