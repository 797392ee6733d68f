import { noTracing, type Tracing, type TracingVariables } from "./tracing.ts";

const endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

/**
 * Sends traces by OTLP over HTTP if OpenTelemetry's standard variables ask for it: an endpoint, or the exporter `otlp`.
 * Without them nothing of its SDK is loaded.
 */
export async function startTracing(env: TracingVariables): Promise<Tracing> {
  const exporter = env.OTEL_TRACES_EXPORTER;
  const asked = exporter === "otlp" || (exporter === undefined && endpoints.some((name) => env[name]));
  if (!asked || env.OTEL_SDK_DISABLED?.toLowerCase() === "true") return noTracing;
  const { openTelemetry } = await import("./open-telemetry.ts");
  return openTelemetry(env);
}
