import type { FastifyInstance } from "fastify";
import type { Provider } from "../people/provider.ts";
import type { ServerParts } from "../server-parts.ts";
import { inTime, recently } from "../time/timed-work.ts";

/** How long a part may take to say that it is ready, in milliseconds. */
const deadlineMs = 5000;
/** How old an answer may be, in milliseconds: nobody keeps the parts busy by asking. */
const maxAgeMs = 1000;

type PartState = "ok" | "unavailable";

/** Whether each part of a server can work; asked at most once a second, whoever asks. */
export type Readiness = () => Promise<{
  readonly parts: Readonly<Record<string, PartState>>;
  /** How long each part took to say so, in seconds. */
  readonly seconds: Readonly<Record<string, number>>;
  /** What does not stop the server: whoever has a run goes on. */
  readonly warnings: readonly string[];
}>;

/**
 * The readiness of a server's parts.
 *
 * @param provider - that of sign-in, where people sign in.
 */
export function readinessOf(
  { database, vault, teamKeys, audit, identities, log, clock, elapsed }: ServerParts,
  provider: Pick<Provider, "isAway"> | undefined,
): Readiness {
  const checks: Readonly<Record<string, () => Promise<void>>> = {
    database: () => database.checkReady(),
    vault: () => vault.checkReady(),
    key: () => teamKeys.checkReady(database.reader),
    audit: () => audit.checkReady(),
  };
  const stateOf = async (name: string, check: () => Promise<void>) => {
    const begun = elapsed();
    const result = (state: PartState) => ({ name, state, seconds: (elapsed() - begun) / 1000 });
    try {
      await inTime(check(), deadlineMs);
      return result("ok");
    } catch (error) {
      log.error({ err: error }, `${name} is not ready`);
      return result("unavailable");
    }
  };
  const check = async (): ReturnType<Readiness> => {
    const states = await Promise.all(Object.entries(checks).map(([name, one]) => stateOf(name, one)));
    const failing = identities.failingIssuers;
    const warnings = [
      ...(failing === 0 ? [] : [`the issuers of ${failing} trusts can't be asked for their keys`]),
      ...(provider?.isAway ? ["the provider of sign-in can't be asked"] : []),
    ];
    return {
      parts: Object.fromEntries(states.map(({ name, state }) => [name, state])),
      seconds: Object.fromEntries(states.map(({ name, seconds }) => [name, seconds])),
      warnings,
    };
  };
  return recently(check, maxAgeMs, clock);
}

/** `/healthz`: the process answers. `/readyz`: its database, its vault and its audit log do, or which of them does not. */
export function addHealthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    const { parts, warnings } = await readiness();
    const isReady = Object.values(parts).every((state) => state === "ok");
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? "ok" : "unavailable",
      parts,
      ...(warnings.length > 0 && { warnings }),
    });
  });
}
