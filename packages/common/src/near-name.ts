/** The name that was most likely meant by one that is not there; undefined if none is near. */
export function nearName(wanted: string, names: readonly string[]): string | undefined {
  const plain = simplify(wanted);
  const max = plain.length < 4 ? 1 : Math.min(3, Math.floor(plain.length / 3));
  let nearest: string | undefined;
  let min = max + 1;
  for (const name of names) {
    const candidate = simplify(name);
    if (Math.abs(candidate.length - plain.length) > max) continue;
    const edits = plain === candidate ? 0 : countEdits(plain, candidate);
    if (edits < min) [nearest, min] = [name, edits];
  }
  return nearest;
}

/** Case and the signs between words are what people mix up most. */
function simplify(name: string): string {
  return name
    .slice(0, 255)
    .toLowerCase()
    .replace(/[\s_.-]+/g, "");
}

/** How many letters have to be changed, added, removed or swapped with their neighbour. */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(Number(row[j]) + 1, Number(next[j - 1]) + 1, Number(row[j - 1]) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, Number(before[j - 2]) + 1);
      next.push(edits);
    }
    [before, row] = [row, next];
  }
  return Number(row[b.length]);
}
