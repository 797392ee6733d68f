import type { FastifyInstance } from "fastify";
import type { ServerParts } from "../server-parts.ts";

/** `/healthz`: the process answers. `/readyz`: its database and vault do, or which of them does not. */
export function addHealthRoutes(app: FastifyInstance, { database, vault, recorder, log }: ServerParts): void {
  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    const checks: Record<string, () => Promise<void>> = {
      database: () => database.checkReady(),
      vault: () => vault.checkReady(),
      audit: () => recorder.checkReady(),
    };
    const parts: Record<string, "ok" | "unavailable"> = {};
    for (const [name, check] of Object.entries(checks)) {
      try {
        await check();
        parts[name] = "ok";
      } catch (error) {
        log.error({ err: error }, `${name} is not ready`);
        parts[name] = "unavailable";
      }
    }
    const ready = Object.values(parts).every((state) => state === "ok");
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ok" : "unavailable", parts });
  });
}
