import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { describe, expect, test, vi } from "vitest";
import { collector, type SentSpan } from "../../test/collector.ts";
import { testServer } from "../../test/test-server.ts";
import { startTracing } from "./start-tracing.ts";
import { noTracing } from "./tracing.ts";

const codeOf = (span: SentSpan | undefined): string | undefined =>
  span?.attributes.find(({ key }) => key === "keyfold.code")?.value.stringValue;

describe("traces", () => {
  test("tell which fields a request used, how they ended, and no name and no value", async () => {
    const { url, spans, text, service } = await collector();
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", url);
    vi.stubEnv("OTEL_SERVICE_NAME", "keyfold-here");
    const tracingVariables = { OTEL_EXPORTER_OTLP_ENDPOINT: url };
    const { set, read, openRun, ask, server, close } = await testServer({ tracingVariables });
    const name = `name ${canary}`;
    await set(name, canary);
    const run = await openRun({ allow: [name] });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${run.token}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    };
    const payload = { query: "query ($n: String!) { secretValue(name: $n) }", variables: { n: name } };
    const { headers: answered } = await server.inject({ url: "/graphql", headers, payload });
    await read(run.token, "another");
    await ask(run.token, `{ ${canary.replace(/\W/g, "")} }`);
    await close();

    record("traces", text());
    for (const spelling of [...spellings(canary), canary.replace(/\W/g, ""), run.token]) {
      expect(text()).not.toContain(spelling);
    }
    expect(service()).toBe("keyfold-here");
    const requests = spans().filter((span) => span.name === "POST /graphql");
    expect(requests.map(codeOf)).toEqual(["ok", "ok", "ok", "NAME_NOT_ALLOWED", "BAD_INPUT"]);
    const traced = requests.find((span) => span.traceId === traceId);
    expect(traced?.parentSpanId).toBe("b7ad6b7169203331");
    expect(traced?.attributes).toContainEqual({
      key: "keyfold.request_id",
      value: { stringValue: answered["x-request-id"] },
    });
    const field = spans().find((span) => span.parentSpanId === traced?.spanId);
    expect([field?.name, codeOf(field)]).toEqual(["secretValue", "ok"]);
  });

  test("are not begun unless a standard variable asks for them", async () => {
    const endpoint = "http://127.0.0.1:9";
    for (const env of [
      {},
      { OTEL_SERVICE_NAME: "x" },
      { OTEL_TRACES_EXPORTER: "none", OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      { OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    ]) {
      expect(await startTracing(env)).toBe(noTracing);
    }
    for (const env of [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint }, { OTEL_TRACES_EXPORTER: "otlp" }]) {
      const tracing = await startTracing(env);
      expect(tracing).not.toBe(noTracing);
      await tracing.close();
    }
  });

  test("don't keep a server from stopping when nobody collects them", async () => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
    const tracing = await startTracing({ OTEL_TRACES_EXPORTER: "otlp" });
    tracing.request("r", "id", "nonsense").child("c").end("INTERNAL");
    await expect(tracing.close()).resolves.toBeUndefined();
  });

  test("load nothing of OpenTelemetry's SDK until then", async () => {
    const program = `
      import { registerHooks } from "node:module";
      const urls = [];
      registerHooks({ resolve: (name, context, next) => { const found = next(name, context); urls.push(found.url); return found; } });
      await import(process.argv[1]);
      console.log(JSON.stringify(urls));
    `;
    const index = join(import.meta.dirname, "../../dist/index.js");
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, index]);
    const urls: string[] = JSON.parse(stdout);
    expect(urls.filter((url) => url.includes("prom-client"))).not.toEqual([]);
    // prom-client brings the API along, which does nothing by itself.
    expect(urls.filter((url) => /@opentelemetry\/(?!api\/)/.test(url))).toEqual([]);
  });

  test("obey the sampler that the variables name", async () => {
    const { url, spans } = await collector();
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", url);
    for (const [OTEL_TRACES_SAMPLER, parent, sent] of [
      ["always_off", undefined, 0],
      ["parentbased_always_off", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 1],
      ["parentbased_always_on", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", 1],
      ["traceidratio", undefined, 1],
    ] as const) {
      const tracing = await startTracing({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_TRACES_SAMPLER,
        OTEL_TRACES_SAMPLER_ARG: "0",
      });
      tracing.request("r", "id", parent).end("ok");
      await tracing.close();
      expect(spans(), OTEL_TRACES_SAMPLER).toHaveLength(sent);
    }
  });
});
