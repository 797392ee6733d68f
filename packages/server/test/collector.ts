import { createServer, type Server } from "node:http";
import { listenHere } from "@tooling/vitest/listen-here";
import type { AtEnd } from "@tooling/vitest/temporary-folder";
import { onTestFinished } from "vitest";

/** A span as it is sent. */
export interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue: string } }[];
  status: { code: number };
}

/** A collector of OpenTelemetry's. */
export interface Collector {
  readonly url: string;
  spans(): SentSpan[];
  /** What the first sender calls itself. */
  service(): string;
  /** All that it was sent. */
  text(): string;
}

/** Starts a collector that keeps what it is sent. */
export async function collector(atEnd: AtEnd = onTestFinished): Promise<Collector> {
  const bodies: string[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    bodies.push(body);
    response.setHeader("content-type", "application/json").end("{}");
  });
  const port = await listenHere(server, atEnd);
  const parsed = () => bodies.flatMap((body) => JSON.parse(body).resourceSpans);
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () =>
      parsed().flatMap((resource) => resource.scopeSpans.flatMap((scope: { spans: SentSpan[] }) => scope.spans)),
    service: () =>
      parsed()[0].resource.attributes.find(({ key }: { key: string }) => key === "service.name").value.stringValue,
    text: () => bodies.join("\n"),
  };
}
