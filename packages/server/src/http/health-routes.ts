import type { FastifyInstance } from "fastify";
import type { ServerParts } from "../server-parts.ts";
import { inTime } from "../time/in-time.ts";

/** How long a part may take to say that it is ready, in milliseconds. */
const deadlineMs = 5000;

type PartState = "ok" | "unavailable";

/** `/healthz`: the process answers. `/readyz`: its database, its vault and its audit log do, or which of them does not. */
export function addHealthRoutes(app: FastifyInstance, { database, vault, audit, log }: ServerParts): void {
  const checks: Readonly<Record<string, () => Promise<void>>> = {
    database: () => database.checkReady(),
    vault: () => vault.checkReady(),
    audit: () => audit.checkReady(),
  };

  const stateOf = async (name: string, check: () => Promise<void>): Promise<[string, PartState]> => {
    try {
      await inTime(check(), deadlineMs);
      return [name, "ok"];
    } catch (error) {
      log.error({ err: error }, `${name} is not ready`);
      return [name, "unavailable"];
    }
  };

  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    const states = await Promise.all(Object.entries(checks).map(([name, check]) => stateOf(name, check)));
    const ready = states.every(([, state]) => state === "ok");
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? "ok" : "unavailable", parts: Object.fromEntries(states) });
  });
}
