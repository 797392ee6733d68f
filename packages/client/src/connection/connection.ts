import type { Config } from "@keyfold/config";

/** Where requests go, and as whom. It is never shown to anyone. */
export interface Connection {
  /** The URL of the API. */
  readonly endpoint: URL;
  readonly token: string;
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What was given in code. */
export interface GivenConnection {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
  readonly config?: Config | undefined;
}
