import { setTimeout as delay } from "node:timers/promises";
import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Span, Tracing, TracingVariables } from "./tracing.ts";

/** How long a stop waits for the collector, in milliseconds. */
const closeMs = 2000;

/** Traces as the variables want them: the exporter reads its own, the sampler's and the resource's are read here. */
export function openTelemetry(env: TracingVariables): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "keyfold-server" }))
    .merge(detectResources({ detectors: [envDetector] }));
  const spanProcessors = [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })];
  const provider = new TracerProvider({ resource, sampler: samplerFrom(env), spanProcessors });
  const tracer = provider.getTracer("keyfold-server");
  return {
    request: (name, requestId, traceparent) => {
      const options = { kind: SpanKind.SERVER, attributes: { "keyfold.request_id": requestId } };
      return wrap(tracer, tracer.startSpan(name, options, parentFrom(traceparent)));
    },
    // A collector that is away must not keep the server from stopping.
    close: () => Promise.race([provider.shutdown().catch(() => {}), delay(closeMs, undefined, { ref: false })]),
  };
}

function wrap(tracer: Tracer, span: OtelSpan): Span {
  return {
    child: (name) => wrap(tracer, tracer.startSpan(name, {}, trace.setSpan(ROOT_CONTEXT, span))),
    end: (code) => {
      span.setAttribute("keyfold.code", code);
      if (code === "INTERNAL" || code.endsWith("_UNAVAILABLE")) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

const form = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** The trace that a W3C `traceparent` header names. */
function parentFrom(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = form.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}

function samplerFrom({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument }: TracingVariables): Sampler {
  const ratio = Number(argument ?? 1);
  const roots: Record<string, () => Sampler> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio >= 0 && ratio <= 1 ? ratio : 1),
  };
  const [, parentBased, root = ""] = /^(parentbased_)?(.*)$/.exec(name ?? "parentbased_always_on") ?? [];
  const sampler = roots[root]?.() ?? new AlwaysOnSampler();
  return parentBased === undefined ? sampler : new ParentBasedSampler({ root: sampler });
}
