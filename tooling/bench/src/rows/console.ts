import { join } from "node:path";
import { browserProgram } from "@tooling/browser/browser-program";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Bench } from "../bench.ts";
import { summarize } from "../report/figure.ts";
import { type Row, row, within } from "../report/row.ts";
import { type RunningKeyfold, setSecrets, startKeyfold } from "../servers/keyfold.ts";
import { thousand } from "../servers/secrets.ts";

const noteDrawing = join(import.meta.dirname, "../../programs/note-drawing.mjs");
const tenThousand = 10_000;

/** The rows of the console, in a browser without a window: its first view of a thousand names, and search among ten thousand. */
export async function measureConsole(bench: Bench): Promise<Row[]> {
  const keyfold = await startKeyfold(bench, "console", thousand);
  const executablePath = await browserProgram(bench.folder);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  bench.running.defer(() => browser.close());
  const page = await signedIn(browser, keyfold);
  const views: number[] = [];
  for (let turn = 0; turn < (bench.quick ? 5 : 15); turn += 1) views.push(await firstViewMs(page));
  for (let from = thousand; from < tenThousand; from += thousand) await setSecrets(keyfold, from, from + thousand);
  await page.goto("/");
  await page.getByText("10,000 secrets", { exact: true }).waitFor();
  const keys: number[] = [];
  for (let turn = 0; turn < (bench.quick ? 2 : 5); turn += 1) keys.push(...(await keysMs(page, "9999")));
  const msRow = (what: string, samples: readonly number[], maxMs: number): Row[] =>
    row(`the console: ${what}`, summarize(samples, "ms"), undefined, within(maxMs));
  return [
    ...msRow("first view of the names after the answer of /", views, 300),
    ...msRow("a key of a search among 10,000 names", keys, 50),
  ];
}

/** A page of somebody who is signed in, which notes when it first showed a row, and how long after a key the page was drawn. */
async function signedIn(browser: Browser, { url, adminToken }: RunningKeyfold): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("Your token").fill(adminToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("tbody tr").first().waitFor();
  await context.addInitScript({ path: noteDrawing });
  return page;
}

/** What `note-drawing.mjs` notes. */
interface NotingPage {
  readonly noted: { readonly firstView: number; readonly keys: readonly number[] };
}

async function firstViewMs(page: Page): Promise<number> {
  await page.goto("/");
  await page.waitForFunction(() => (globalThis as unknown as NotingPage).noted.firstView > 0);
  return page.evaluate<number>("noted.firstView");
}

/** Types a search of which each key narrows what is found, and gives how long each took. */
async function keysMs(page: Page, search: string): Promise<number[]> {
  const field = page.getByLabel("Search names");
  await field.fill("");
  await field.focus();
  await page.evaluate("noted.keys = []");
  for (const [index, key] of [...search].entries()) {
    await page.keyboard.press(key);
    await page.waitForFunction((at) => (globalThis as unknown as NotingPage).noted.keys.length > at, index);
  }
  return page.evaluate<number[]>("noted.keys");
}
