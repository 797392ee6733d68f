import type { FastifyInstance } from "fastify";
import type { ServerParts } from "../server-parts.ts";

/** `/metrics`, for Prometheus. It asks for no token, and tells no name and no value. */
export function addMetricsRoute(app: FastifyInstance, { metrics }: ServerParts): void {
  metrics.watchProcess();
  app.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await metrics.page();
    return reply.header("content-type", contentType).send(text);
  });
}
