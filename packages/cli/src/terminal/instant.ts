/** An instant of the server's as people read it: `2026-11-25 07:05:06Z`. Nothing for none. */
export function instant(iso: string | null | undefined): string {
  return iso ? iso.replace("T", " ").replace(/\.\d+Z$/, "Z") : "";
}
