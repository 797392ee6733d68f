import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { exactly } from "./text.tsx";

/** What happened in a piece of time. */
interface Piece {
  readonly allowed: number;
  readonly refused: number;
}

/** Instants in milliseconds since 1970, and whether each was refused. */
export interface Happened {
  readonly at: number;
  readonly isRefused: boolean;
}

const pieces = 60;
const height = 64;

/**
 * What happened, over time. With `onZoom`, a part is chosen by dragging over it.
 *
 * @param from - milliseconds since 1970.
 * @param until - milliseconds since 1970.
 */
export function Timeline({
  label,
  events,
  from,
  until,
  onZoom,
}: {
  label: string;
  events: readonly Happened[];
  from: number;
  until: number;
  onZoom?: (from: number, until: number) => void;
}): JSX.Element {
  const element = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  // A drag renders this at each move of the pointer.
  const counted = useMemo(() => countPieces(events, from, until), [events, from, until]);
  const max = Math.max(1, ...counted.map(({ allowed, refused }) => allowed + refused));
  const pieceAt = (event: PointerEvent): number => {
    const { left = 0, width = 1 } = element.current?.getBoundingClientRect() ?? {};
    return Math.min(pieces - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * pieces)));
  };
  const instantOf = (piece: number): number => from + ((until - from) * piece) / pieces;
  const finish = (): void => {
    if (drag === undefined) return;
    const [first, last] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    setDrag(undefined);
    if (first !== last) onZoom?.(instantOf(first), instantOf(last + 1));
  };
  const refused = useMemo(() => events.filter(({ isRefused }) => isRefused).length, [events]);
  return (
    <figure class="timeline">
      <svg
        ref={element}
        role="img"
        aria-label={`${label}: ${events.length} in all, ${refused} refused, ${exactly(from)} to ${exactly(until)}`}
        viewBox={`0 0 ${pieces * 10} ${height}`}
        preserveAspectRatio="none"
        class={onZoom === undefined ? undefined : "zoomable"}
        onPointerDown={(event) => {
          if (onZoom === undefined) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: pieceAt(event), to: pieceAt(event) });
        }}
        onPointerMove={(event) => {
          if (drag !== undefined) setDrag({ from: drag.from, to: pieceAt(event) });
        }}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
      >
        {drag !== undefined && (
          <rect
            class="chosen"
            x={Math.min(drag.from, drag.to) * 10}
            y={0}
            width={(Math.abs(drag.from - drag.to) + 1) * 10}
            height={height}
          />
        )}
        {counted.map((piece, at) => (
          <Bar key={instantOf(at)} at={at} piece={piece} max={max} />
        ))}
      </svg>
      <figcaption class="quiet">
        <span>{exactly(from)}</span>
        <span>{exactly(until)}</span>
      </figcaption>
    </figure>
  );
}

function Bar({ at, piece: { allowed, refused }, max }: { at: number; piece: Piece; max: number }): JSX.Element {
  // What happened at all is seen, however little of the whole it is.
  const high = (number: number): number => (number === 0 ? 0 : Math.max(2, (number / max) * (height - 4)));
  const [below, above] = [high(allowed), high(refused)];
  return (
    <>
      {allowed > 0 && <rect class="allowed" x={at * 10 + 1} y={height - below} width={8} height={below} />}
      {refused > 0 && <rect class="refused" x={at * 10 + 1} y={height - below - above} width={8} height={above} />}
    </>
  );
}

function countPieces(events: readonly Happened[], from: number, until: number): Piece[] {
  const counted = Array.from({ length: pieces }, () => ({ allowed: 0, refused: 0 }));
  for (const { at, isRefused } of events) {
    const piece = counted[Math.min(pieces - 1, Math.floor(((at - from) / Math.max(1, until - from)) * pieces))];
    if (piece === undefined) continue;
    if (isRefused) piece.refused += 1;
    else piece.allowed += 1;
  }
  return counted;
}
