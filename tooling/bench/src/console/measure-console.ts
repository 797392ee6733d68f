import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import type { Row } from "../report/row.ts";
import { secretName, secretValue, thousand } from "../server/secrets.ts";
import { type RunningKeyfold, startKeyfold } from "../server/start-keyfold.ts";

const noteDrawing = join(import.meta.dirname, "../../programs/note-drawing.mjs");
const tenThousand = 10_000;

/** The rows of the console, in a browser without a window: its first view of a thousand names, and search among ten thousand. */
export async function measureConsole(bench: Bench): Promise<Row[]> {
  const { quick, print } = bench;
  await using stack = bench.running.use(new AsyncDisposableStack());
  print("Starting a server with the console, and a browser");
  const folder = join(bench.folder, "console");
  mkdirSync(folder);
  const keyfold = await startKeyfold(stack, folder, thousand);
  const browser = await startBrowser(folder);
  stack.defer(() => browser.close());
  const page = await signedIn(browser, keyfold);
  print("First views");
  const views: number[] = [];
  for (let turn = 0; turn < (quick ? 5 : 15); turn += 1) views.push(await firstViewMs(page));
  print("Search among ten thousand names");
  for (let from = thousand; from < tenThousand; from += thousand) {
    const names = Array.from({ length: thousand }, (_none, index) => secretName(from + index));
    await keyfold.admin.setSecrets(names.map((name, index) => ({ name, value: secretValue(from + index) })));
  }
  await page.goto("/");
  await page.getByText("10,000 secrets", { exact: true }).waitFor();
  const keys: number[] = [];
  for (let turn = 0; turn < (quick ? 2 : 5); turn += 1) keys.push(...(await keysMs(page, "9999")));
  const row = (what: string, samples: readonly number[], bound: number): Row => ({
    group: "console",
    what,
    ours: summarize(samples, "ms"),
    goal: { of: "figure", is: "at most", bound },
  });
  return [
    row("the console: first view of the names after the answer of /", views, 300),
    row("the console: a key of a search among 10,000 names", keys, 50),
  ];
}

/** The browser of npm's `@sparticuz/chromium`, which unpacks into the system's temporary folder, or the one that `CHROME_PATH` names. */
async function startBrowser(folder: string): Promise<Browser> {
  const { CHROME_PATH, TMPDIR } = process.env;
  let executablePath = CHROME_PATH;
  if (executablePath === undefined) {
    process.env.TMPDIR = folder;
    try {
      executablePath = await (await import("@sparticuz/chromium")).default.executablePath();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
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
