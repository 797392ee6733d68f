/** Whether a value begins with a day that no calendar has, as 2026-02-30: JavaScript makes another of it. */
export function isImpossibleDate(written: string): boolean {
  const day = /^\d{4}-\d\d-\d\d/.exec(written)?.[0];
  return day !== undefined && new Date(day).toJSON()?.slice(0, 10) !== day;
}
