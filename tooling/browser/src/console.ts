import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, initInstance, type ServerOptions } from "@keyfold/server";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, expect, inject } from "vitest";

/** Asks a server's API with a token, and gives the data. */
type Ask = (token: string, query: string, variables?: object) => Promise<ReturnType<typeof JSON.parse>>;

/** A server with the console, on a port of this machine. */
export interface ConsoleServer {
  readonly url: string;
  /** The token of the first team's admin and runner. */
  readonly token: string;
  /** The injected time; a test moves it. */
  readonly clock: { now: number };
  readonly ask: Ask;
  close(): Promise<void>;
}

/** Starts a server over a new data folder, three days ago: what a test fills in has happened since. */
export async function startConsole(options: Partial<ServerOptions> = {}): Promise<ConsoleServer> {
  const folder = mkdtempSync(join(tmpdir(), "keyfold-console-"));
  const dataFolder = join(folder, "data");
  const clock = { now: Date.now() - 3 * 86_400_000 };
  const { token } = await initInstance({ dataFolder, clock: () => clock.now });
  // On a busy machine everything takes long, and the page is not too much for it.
  const limits = { tokenMsPerSecond: 1_000_000, addressMsPerSecond: 1_000_000 };
  const server = await createServer({ dataFolder, clock: () => clock.now, logLevel: "silent", limits, ...options });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const ask: Ask = async (by, query, variables) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${by}` };
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = JSON.parse(await response.text());
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, token, clock, ask, close };
}

/** A browser without a window, which was unpacked before the tests. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject("browser"), args: ["--no-sandbox"] });
}

/** The views, as their links are called. */
export const views = ["Secrets", "Health", "Runs", "Audit", "Tokens", "Trusts", "Teams"];

/** A desk's screen, and a phone. */
export const wide: WindowSize = { width: 1440 };
export const narrow: WindowSize = { width: 360, dark: true };

/** A server with the console and a browser, which the tests of a file share. */
export interface SharedConsole {
  readonly server: ConsoleServer;
  open(size: WindowSize): Promise<Window>;
  /** Opens a window and signs in. */
  signedIn(size: WindowSize): Promise<Window>;
}

/** Starts what the tests of a file share; it stops when they are over. */
export async function consoleOfFile(): Promise<SharedConsole> {
  const [browser, server] = await Promise.all([startBrowser(), startConsole()]);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  const open = (size: WindowSize): Promise<Window> => openWindow(browser, server.url, size);
  const signedIn = async (size: WindowSize): Promise<Window> => {
    const window = await open(size);
    await signIn(window, server.token);
    return window;
  };
  return { server, open, signedIn };
}

interface WindowSize {
  readonly width: number;
  readonly dark?: boolean;
}

/** A window that notes what must not happen, and all that the server answers. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of scripts, requests that failed, and those to elsewhere. */
  readonly faults: string[];
  /** The bodies of all answers. */
  readonly answers: string[];
  /** Waits until nothing is asked for, and nothing waits for an answer. */
  settle(): Promise<void>;
}

async function openWindow(browser: Browser, url: string, { width, dark = false }: WindowSize): Promise<Window> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 720 ? 740 : 900 },
    colorScheme: dark ? "dark" : "light",
    permissions: ["clipboard-read", "clipboard-write"],
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  const answers: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("requestfailed", (request) => faults.push(`${request.url()} ${request.failure()?.errorText}`));
  const pending = new Set<unknown>();
  for (const ended of ["requestfinished", "requestfailed"] as const) {
    page.on(ended as "requestfinished", (request) => void pending.delete(request));
  }
  page.on("request", (request) => {
    pending.add(request);
    if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) faults.push(`asked ${request.url()}`);
  });
  page.on("response", async (response) => {
    if (response.status() >= 400) faults.push(`${response.url()} ${response.status()}`);
    // Those of a page that was left meanwhile are gone.
    const body = await response.text().catch(() => "");
    answers.push(`${JSON.stringify(response.headers())}\n${body}`);
  });
  const settle = (): Promise<void> =>
    expect.poll(async () => pending.size + (await page.locator(".waiting").count())).toBe(0);
  return { page, context, faults, answers, settle };
}

/** Signs in as a person does: pastes the token, and waits for the page. */
export async function signIn({ page }: Pick<Window, "page">, token: string): Promise<void> {
  await page.goto("/");
  await page.getByLabel("Your token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Views" }).waitFor();
}
