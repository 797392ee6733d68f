import type { Redacted } from "@keyfold/context";

/** A run that code reads secrets in. It is carried by the context, where nothing prints its token. */
export interface Run {
  /** Its id on the server; absent where the process was started inside it. */
  readonly id?: string;
  /** The server's address; absent where the client has to judge the configured one first. */
  readonly url?: string;
  /** Reads values until the run is over. */
  readonly token: string;
  /** The names that this process keeps to, where the run itself may read more. */
  readonly allow?: readonly string[] | undefined;
  /** Set as soon as this process knows that the run is over. */
  ended: boolean;
}

declare module "@keyfold/context" {
  interface ContextFields {
    /** The run of the current scope, set by `withRun` of `@keyfold/secret`. */
    run: Redacted<Run>;
  }
}
