/** A piece of work in a trace. Its name is a field of the schema or a route: never a secret's name or value. */
export interface Span {
  /** A piece of this piece. */
  child(name: string): Span;
  /** `code` is `ok` or the code of the error that it ended with. */
  end(code: string): void;
}

/** Where a server's traces go. */
export interface Tracing {
  /** A span for a request; `traceparent` is the header by which its caller names a trace. */
  request(name: string, requestId: string, traceparent: string | undefined): Span;
  /** Sends what is waiting. */
  close(): Promise<void>;
}

const silentSpan: Span = { child: () => silentSpan, end: () => {} };

/** For a server that nobody asked for traces. */
export const noTracing: Tracing = { request: () => silentSpan, close: async () => {} };

/** An environment: OpenTelemetry's variables are looked up in it. */
export type TracingVariables = Readonly<Record<string, string | undefined>>;
