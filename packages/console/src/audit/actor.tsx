import type { JSX } from "preact";
import { Written } from "../ui/text.tsx";
import type { AuditEvent } from "./use-events.ts";

/** Who asked: the token by its name; of a run, who opened it, and its label. */
export function Actor({
  event: { actor, label, detail },
}: {
  event: Pick<AuditEvent, "actor" | "label" | "detail">;
}): JSX.Element {
  const opener = actor.startsWith("run:") ? inDetail(detail, "openedBy") : undefined;
  return (
    <>
      <Written text={opener ?? actor} />
      {label !== null && (
        <span class="quiet">
          {" "}
          in <Written text={label} />
        </span>
      )}
    </>
  );
}

/** A string that an event has in its detail. */
export function inDetail(detail: unknown, field: string): string | undefined {
  const value = (detail as Record<string, unknown> | null)?.[field];
  return typeof value === "string" ? value : undefined;
}
