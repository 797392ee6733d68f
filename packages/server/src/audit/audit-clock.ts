import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import { type Clock, steadyClock } from "../time/clock.ts";

/**
 * The time of a server: it goes on from the audit log's last row, should the system's clock have been set back while no
 * server ran.
 *
 * @param given - milliseconds since 1970, instead of the system's clock.
 */
export async function auditClock(given: Clock | undefined, { reader }: Database, log: Logger): Promise<Clock> {
  const last = await reader.selectFrom("audit_event").select("at").orderBy("seq", "desc").limit(1).executeTakeFirst();
  const from = last?.at ?? 0;
  const behindMs = from - (given ?? Date.now)();
  if (behindMs > 0) log.warn({ behindMs }, "the clock is behind the audit log's last row: time goes on from there");
  return given === undefined ? steadyClock(Date.now, () => performance.now(), from) : steadyClock(given, () => 0, from);
}
