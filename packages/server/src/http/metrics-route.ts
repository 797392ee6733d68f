import type { FastifyInstance } from "fastify";
import type { ServerParts } from "../server-parts.ts";
import { recently } from "../time/timed-work.ts";

/** How old the page may be, in milliseconds. */
const maxAgeMs = 1000;

/** `/metrics`, for Prometheus. It asks for no token, and has no name and no value in it. */
export function addMetricsRoute(app: FastifyInstance, { metrics, clock }: ServerParts): void {
  metrics.watchProcess();
  const page = recently(() => metrics.page(), maxAgeMs, clock);
  app.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await page();
    return reply.header("content-type", contentType).send(text);
  });
}
