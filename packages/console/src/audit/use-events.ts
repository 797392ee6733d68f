import { useEffect, useMemo, useState } from "preact/hooks";
import { AuditEventsDocument, type AuditEventsQuery, type AuditEventsQueryVariables } from "../generated/operations.ts";
import { type AskError, ask } from "../server/ask.ts";
import { toAskError } from "../server/use-answer.ts";
import { textFilters } from "./filters.tsx";

export type AuditEvent = AuditEventsQuery["auditEvents"][number];
export type Where = NonNullable<AuditEventsQueryVariables["where"]>;

/** Rows that are loaded at once. */
export const pageRows = 200;

/** The rows that filters find, newest first, as far as they are loaded. */
export interface Events {
  readonly events: readonly AuditEvent[] | undefined;
  readonly error: AskError | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly where: Where;
}

/** Loads the rows of the log that the address asks for. */
export function useEvents(query: URLSearchParams): Events {
  const key = query.toString();
  const where = useMemo(() => whereOf(new URLSearchParams(key)), [key]);
  const [state, setState] = useState<{ where: Where; events?: AuditEvent[]; error?: AskError; hasMore: boolean }>();
  const load = async (before: readonly AuditEvent[]): Promise<void> => {
    try {
      const page = { where: { ...where, before: before.at(-1)?.id }, limit: pageRows };
      const { auditEvents } = await ask(AuditEventsDocument, page);
      setState({ where, events: [...before, ...auditEvents], hasMore: auditEvents.length === pageRows });
    } catch (error) {
      setState({ where, error: toAskError(error), hasMore: false });
    }
  };
  useEffect(() => void load([]), [where]);
  const current = state?.where === where ? state : undefined;
  return {
    events: current?.events,
    error: current?.error,
    hasMore: current?.hasMore ?? false,
    more: () => void load(current?.events ?? []),
    where,
  };
}

function whereOf(query: URLSearchParams): Where {
  const where: Where = {};
  for (const name of textFilters) {
    const value = query.get(name);
    if (value !== null) where[name] = value;
  }
  if (query.get("outcome") === "refused") where.outcome = "refused";
  const last = Number(query.get("last"));
  if (last > 0) where.since = new Date(Date.now() - last * 1000).toISOString();
  const [since, until] = [query.get("since"), query.get("until")];
  if (since !== null) where.since = since;
  if (until !== null) where.until = until;
  return where;
}
