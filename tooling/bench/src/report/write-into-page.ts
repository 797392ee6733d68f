const start = "<!-- the table of the last saved run -->";
const end = "<!-- the end of the table -->";

/**
 * A page with the table between its two marks replaced.
 *
 * @throws Error if the page doesn't have the marks.
 */
export function writeIntoPage(page: string, table: string): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page must hold "${start}" and, further down, "${end}"`);
  return `${page.slice(0, from + start.length)}\n\n${table}\n\n${page.slice(to)}`;
}
