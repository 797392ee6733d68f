import { canary, spellings } from "@tooling/vitest/canary";
import axe from "axe-core";
import { expect } from "vitest";
import type { Window } from "./console.ts";

/** Checks a view as it is: axe finds nothing, nothing is wider than the window or its dialog, and nothing went wrong. */
export async function checkView(
  { page, faults, settle }: Pick<Window, "page" | "faults" | "settle">,
  what: string,
): Promise<void> {
  await settle();
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(found, what).toEqual([]);
  const beyond = await page.evaluate(() => {
    const widths = [...document.querySelectorAll("dialog")].map((one) => one.scrollWidth - one.clientWidth);
    return Math.max(document.documentElement.scrollWidth - innerWidth, ...widths);
  });
  expect(beyond, `${what} is wider than the window`).toBeLessThanOrEqual(0);
  expect(faults, what).toEqual([]);
}

/** Checks that no answer, and nothing that the browser keeps, holds a value, or the token that somebody pasted. */
export async function checkNoValue({ page, context, answers }: Window, token: string): Promise<void> {
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  const html = await page.content();
  expect(stored).toBe('[{},{},""]');
  const cookies = JSON.stringify(await context.cookies());
  for (const text of [...answers, html, cookies]) {
    for (const spelling of [...spellings(canary), token]) expect(text.includes(spelling)).toBe(false);
  }
}
