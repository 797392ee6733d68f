import type { Logger } from "pino";
import type { RowKeys } from "./access/row-keys.ts";
import type { AuditLog } from "./audit/audit-log.ts";
import type { EventIds } from "./audit/event-ids.ts";
import type { Database } from "./database/database.ts";
import type { ListQueue } from "./database/list-queue.ts";
import type { Limits } from "./settings/limits.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Tracing } from "./telemetry/tracing.ts";
import type { Clock } from "./time/clock.ts";
import type { Identities } from "./trusts/identities.ts";
import type { TeamKeys } from "./vault/team-keys.ts";
import type { Vault } from "./vault/vault.ts";

/** What a running server is made of: what every request works with. */
export interface ServerParts {
  readonly database: Database;
  /** Whose lists are read when. */
  readonly lists: ListQueue;
  readonly vault: Vault;
  readonly teamKeys: TeamKeys;
  /** Hashes tokens, and authenticates what the database says of teams, tokens and runs. */
  readonly rowKeys: RowKeys;
  /** Verifies signed tokens of issuers. */
  readonly identities: Identities;
  /** Every write goes through it, with its audit rows. */
  readonly audit: AuditLog;
  /** Seals the numbers of audit rows. */
  readonly eventIds: EventIds;
  readonly clock: Clock;
  /** Milliseconds that only grow: what the time of the event loop is measured by. */
  readonly elapsed: () => number;
  readonly limits: Limits;
  /** The origin of the setting, as signed tokens have it. */
  readonly publicUrl: string | undefined;
  /** The server's own at the provider of sign-in, which people's trusts are for. */
  readonly clientId: string | undefined;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}
