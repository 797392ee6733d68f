import type { Exported, PackageExports } from "./exported.ts";

const order = ["value", "error", "type"];

/** What is called first, then what is caught, then the types; each by the alphabet. */
export function inOrder(exported: readonly Exported[]): Exported[] {
  return exported.toSorted(
    (one, other) =>
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1),
  );
}

/** The heading of each name of a page. Two that differ in their capitals alone would have one anchor: the later is a `(type)`. */
export function headingsOf({ doors, mentioned }: PackageExports): Map<string, string> {
  const names = [...doors.map(({ exported }) => exported), mentioned].flatMap(inOrder).map(({ name }) => name);
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const heading = taken.has(name.toLowerCase()) ? `${name} (type)` : name;
      taken.add(name.toLowerCase());
      return [name, heading];
    }),
  );
}

/** Where a heading is found on its page. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[()]/g, "").replaceAll(" ", "-");
}
