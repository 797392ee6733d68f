import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Rows that are drawn above and below those that are seen. */
const spare = 8;

/** A table of any length in a box that scrolls: only the rows that are seen are there. All rows have the same height. */
export function VirtualRows<Item>({
  label,
  kind,
  heads,
  items,
  rowHeight,
  keyOf,
  cells,
}: {
  label: string;
  /** The class that has the widths of its columns. */
  kind: string;
  heads: readonly string[];
  items: readonly Item[];
  /** In pixels. */
  rowHeight: number;
  keyOf: (item: Item) => string;
  /** One for each head. */
  cells: (item: Item) => readonly ComponentChildren[];
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const measure = (): void => {
    const element = box.current;
    if (element !== null) setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
    measure();
  }, [items]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return (
    <div class={`rows ${kind}`} ref={box} onScroll={measure}>
      <table aria-label={label} aria-rowcount={items.length + 1}>
        <thead>
          <tr class="row row-head" aria-rowindex={1}>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${items.length * rowHeight}px` }}>
          {items.slice(first, last).map((item, at) => (
            <tr
              key={keyOf(item)}
              class="row"
              aria-rowindex={first + at + 2}
              style={{ top: `${(first + at) * rowHeight}px`, height: `${rowHeight}px` }}
            >
              {cells(item).map((cell, column) => (
                <td key={heads[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether the window is as narrow as a phone's. */
export function useNarrow(): boolean {
  const [query] = useState(() => matchMedia("(max-width: 719px)"));
  const [isNarrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const update = (): void => setNarrow(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, [query]);
  return isNarrow;
}
