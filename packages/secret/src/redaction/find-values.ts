import { isBeginning, longest, spellingsLike } from "./values-read.ts";

/** Where a text holds values that were read: beginnings and ends, in order, those that overlap made one. */
export function findValues(text: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  for (let start = 0; start < text.length; start += 1) {
    const spelling = spellingsLike(text.slice(start, start + 4)).find((one) => text.startsWith(one, start));
    if (spelling === undefined) continue;
    const end = start + spelling.length;
    const last = found.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** The place from which a text may be the beginning of a value that goes on in what follows it; its length if there is none. */
export function findBeginning(text: string): number {
  let from = Math.max(0, text.length - longest() + 1);
  while (from < text.length && !isBeginning(text.slice(from))) from += 1;
  // What is masked as one piece must not be cut.
  const cut = findValues(text).find(([start, end]) => start < from && from < end);
  return cut ? cut[0] : from;
}
