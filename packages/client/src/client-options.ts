import type { Config } from "@keyfold/config";
import type { RetryOptions } from "./retry.ts";

/** How a client is made. */
export interface ClientOptions {
  /** The server, for example `https://keyfold.example`. Otherwise the configuration's `cloud.url`. */
  url?: string;
  /** Who calls. Otherwise the configuration's `cloud.token` if it is for the same origin, otherwise the login of that origin. */
  token?: string;
  /** In place of the runtime's own. It must leave redirects alone when `redirect` is `manual`. */
  fetch?: typeof globalThis.fetch;
  /** How long a call may take, in milliseconds, all attempts together. Otherwise `cloud.request_timeout_seconds`, or 30 s. */
  timeoutMs?: number;
  /** How calls are repeated that may be; `false` for not at all. */
  retry?: RetryOptions | false;
  /** Allows plain http to another machine. Otherwise the configuration's `cloud.allow_insecure_http`, which is false. */
  allowInsecureHttp?: boolean;
  /** A configuration that was loaded already, for all that is not given here; otherwise one is loaded if `url` or `token` is not given. */
  config?: Config;
}
