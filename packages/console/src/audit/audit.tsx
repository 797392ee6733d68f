import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { AuditEventsDocument } from "../generated/operations.ts";
import { usePlace } from "../router.ts";
import { type AskError, ask } from "../server/ask.ts";
import { toAskError } from "../server/use-answer.ts";
import { Empty, Failure, Head, Waiting } from "../ui/parts.tsx";
import { count } from "../ui/text.tsx";
import { EventRows } from "./event-rows.tsx";
import { Filters, filterBy } from "./filters.tsx";
import { type AuditEvent, pageRows, useEvents, type Where } from "./use-events.ts";

const Timeline = lazy(() => import("../ui/bars.tsx").then(({ Timeline: loaded }) => loaded));

/** Rows that an export has; of more it says so. */
const maxExported = 10_000;

/** The audit log as a timeline, filtered by what stands in the address. */
export function Audit(): JSX.Element {
  const { query } = usePlace();
  const { events, error, hasMore, more, where } = useEvents(query);
  const [failed, setFailed] = useState<AskError>();
  const [isCut, setCut] = useState(false);
  const { from, until } = useMemo(() => rangeOf(query, events ?? []), [query, events]);
  const half = (until - from) / 2;
  const happened = useMemo(
    () => (events ?? []).map(({ at, outcome }) => ({ at: Date.parse(at), isRefused: outcome === "refused" })),
    [events],
  );
  const zoom = (begin: number, end: number): void =>
    filterBy(query, { last: "", since: new Date(begin).toISOString(), until: new Date(end).toISOString() });
  return (
    <>
      <Head title="Audit" note="What was asked, by whom, and whether it was allowed.">
        <button
          type="button"
          disabled={!events?.length}
          onClick={() => void exportLines(where).then(setCut, (thrown: unknown) => setFailed(toAskError(thrown)))}
        >
          Export JSON lines
        </button>
      </Head>
      <Filters query={query} />
      <Failure error={error ?? failed} />
      {isCut && (
        <p role="status">
          The file has the newest {count(maxExported, "row")}: for older ones choose the time, or ask with{" "}
          <code>keyfold audit</code>.
        </p>
      )}
      {events === undefined && error === undefined && <Waiting />}
      {events?.length === 0 && <Empty title="Nothing in the log is like this." />}
      {events !== undefined && (events.length > 0 || query.has("since")) && (
        <>
          <section class="card over-time" aria-label="Over time">
            <Suspense fallback={<div class="timeline-wait" />}>
              <Timeline label="What happened" events={happened} from={from} until={until} onZoom={zoom} />
            </Suspense>
            <div class="zoom">
              <span class="quiet">Drag over a part to look closer.</span>
              <button type="button" class="small" onClick={() => zoom(from + half, until)}>
                Later half
              </button>
              <button type="button" class="small" onClick={() => zoom(from, from + half)}>
                Earlier half
              </button>
              <button type="button" class="small" onClick={() => zoom(from - half, until + half)}>
                Zoom out
              </button>
            </div>
          </section>
          <EventRows events={events} query={query} />
          <p class="more-rows">
            <span class="quiet">{count(events.length, "row")}</span>
            {hasMore && (
              <button type="button" onClick={more}>
                Load older rows
              </button>
            )}
          </p>
        </>
      )}
    </>
  );
}

/** What the timeline shows: what was asked for, as far as it is loaded. */
function rangeOf(query: URLSearchParams, events: readonly AuditEvent[]): { from: number; until: number } {
  const newest = Date.parse(events[0]?.at ?? new Date().toISOString());
  const oldest = Date.parse(events.at(-1)?.at ?? new Date().toISOString());
  const since = Date.parse(query.get("since") ?? "");
  const until = Date.parse(query.get("until") ?? "");
  const end = Number.isNaN(until) ? newest + 1 : until;
  const begin = Number.isNaN(since) || events.length >= pageRows ? oldest : since;
  return { from: Math.min(begin, end - 1000), until: end };
}

/** Has the browser keep the rows as a file; gives whether there may be more. */
async function exportLines(where: Where): Promise<boolean> {
  const lines: string[] = [];
  let before: string | undefined;
  while (lines.length < maxExported) {
    const { auditEvents } = await ask(AuditEventsDocument, { where: { ...where, before }, limit: 1000 });
    for (const event of auditEvents) lines.push(`${JSON.stringify(event)}\n`);
    before = auditEvents.at(-1)?.id;
    if (auditEvents.length < 1000) break;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  link.download = "keyfold-audit.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
  return lines.length >= maxExported;
}
