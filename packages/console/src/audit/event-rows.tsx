import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Badge, Fact } from "../ui/parts.tsx";
import { exactly, visible, Written } from "../ui/text.tsx";
import { Actor, inDetail } from "./actor.tsx";
import { filterBy, textFilters } from "./filters.tsx";
import type { AuditEvent } from "./use-events.ts";

/** Rows of the log, newest first; each opens to all that it holds. */
export function EventRows({ events, query }: { events: readonly AuditEvent[]; query: URLSearchParams }): JSX.Element {
  const [open, setOpen] = useState<string>();
  return (
    <ol class="events card">
      {events.map((event) => (
        <li key={event.id}>
          <button
            type="button"
            class="event"
            aria-expanded={open === event.id}
            onClick={() => setOpen(open === event.id ? undefined : event.id)}
          >
            <time class="quiet" dateTime={event.at}>
              {exactly(event.at)}
            </time>
            <span class="event-action">{event.action}</span>
            <span class="event-subject">
              <Subject event={event} />
            </span>
            <span class="event-actor">
              <Actor event={event} />
            </span>
            <span>{event.outcome === "refused" && <Badge kind="bad">{event.code ?? "refused"}</Badge>}</span>
          </button>
          {open === event.id && <Details event={event} query={query} />}
        </li>
      ))}
    </ol>
  );
}

const id = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

function Subject({ event: { subject, detail } }: { event: AuditEvent }): JSX.Element | null {
  const name = inDetail(detail, "name");
  if (name !== undefined) return <Written text={name} />;
  if (subject === null) return null;
  return id.test(subject) ? <span class="quiet">{subject.slice(0, 8)}</span> : <Written text={subject} />;
}

const others = ["asked", "version", "agent", "actorId", "code", "requestId"] as const;

function Details({ event, query }: { event: AuditEvent; query: URLSearchParams }): JSX.Element {
  return (
    <dl class="event-details">
      {textFilters.map((name) => {
        const value = event[name];
        return value === null ? null : (
          <Fact key={name} label={name}>
            <Written text={value} />{" "}
            <button
              type="button"
              class="small"
              aria-label={`only these: ${name} ${visible(value)}`}
              onClick={() => filterBy(query, { [name]: value })}
            >
              only these
            </button>
          </Fact>
        );
      })}
      {others.map((name) => {
        const value = event[name];
        return value === null ? null : (
          <Fact key={name} label={name}>
            <Written text={String(value)} />
          </Fact>
        );
      })}
      {event.detail != null && (
        <Fact label="detail" wide>
          <pre>{visible(JSON.stringify(event.detail, null, 1).replaceAll("\n", " "))}</pre>
        </Fact>
      )}
    </dl>
  );
}
