import type { NetworkOptions } from "@keyfold/broker";
import type { Environment } from "@keyfold/common/process-environment";

/** How a broker reaches hosts: as this process's environment says. */
export function networkOf(environment: Environment): NetworkOptions {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy, NO_PROXY, no_proxy } = environment;
  return {
    authorityFiles: [environment.NODE_EXTRA_CA_CERTS, environment.SSL_CERT_FILE],
    outerProxy: HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy,
    noProxy: NO_PROXY || no_proxy,
  };
}
