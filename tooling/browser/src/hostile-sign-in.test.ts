import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProvider, type TestProvider } from "@tooling/vitest/provider";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConsoleServer, startBrowser, startConsole } from "./console.ts";

const folder = mkdtempSync(join(tmpdir(), "keyfold-hostile-"));
let browser: Browser;
let provider: TestProvider;
let server: ConsoleServer;

beforeAll(async () => {
  provider = await startProvider("localhost");
  const { issuer, clientId, clientSecret, accounts } = provider;
  const clientSecretFile = join(folder, "client-secret");
  writeFileSync(clientSecretFile, clientSecret);
  const signIn = { issuer, clientId, clientSecretFile };
  [browser, server] = await Promise.all([startBrowser(), startConsole({ signIn })]);
  provider.redirectUris.push(`${server.url}/sign-in/return`);
  accounts.set("ada", { email: "ada@acme.example", email_verified: true, groups: ["orders"] });
  accounts.set("eve", { email: "ada@acme.example", email_verified: false });
  accounts.set("bob", { email: "bob@acme.example", email_verified: true });
  // Its first letter is Cyrillic.
  accounts.set("mallory", { email: "\u0430da@acme.example", email_verified: true, groups: ["orders"] });
  const grants = [{ role: "editor", names: ["prod/orders/*"] }];
  for (const [name, claims] of Object.entries({ orders: { groups: "orders" }, mail: { email: "ada@acme.example" } })) {
    const input = { name, for: "people", issuer, claims, grants };
    await server.ask(server.token, "mutation ($i: createTrustInput!) { createTrust(input: $i) { id } }", { i: input });
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url });
  context.setDefaultTimeout(60_000);
  return context.newPage();
}

/** Begins a sign-in in a page's browser, and gives where it leads: the provider, with what the browser's user changed there. */
async function begin(page: Page, changed: Record<string, string> = {}): Promise<string> {
  const { location = "" } = (await page.request.get("/sign-in", { maxRedirects: 0 })).headers();
  const url = new URL(location);
  for (const [name, value] of Object.entries(changed)) url.searchParams.set(name, value);
  return url.href;
}

async function expectRefused(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
  expect(await (await page.request.get("/session")).json()).toEqual({ signedIn: false });
}

const namesOfTokens = async (): Promise<string[]> => {
  const { tokens } = await server.ask(server.token, "{ tokens(where: { role: editor }) { name } }");
  return tokens.map(({ name }: { name: string }) => name);
};

test("no browser is signed in by an answer that is not of its own sign-in, or that the provider refuses", async () => {
  const page = await openPage();
  provider.account = "ada";
  for (const changed of [{ state: "another" }, { nonce: "another" }, { code_challenge: "x".repeat(43) }]) {
    await page.goto(await begin(page, changed));
    await expectRefused(page);
  }
  // A sign-in that somebody else began.
  const other = await openPage();
  await page.goto(await begin(other));
  await expectRefused(page);
  // One whose email nobody verified, one whom no trust takes in, and one who did not agree at the provider.
  for (const account of ["eve", "bob", undefined]) {
    provider.account = account;
    const somebody = await openPage();
    await somebody.goto("/sign-in");
    await expectRefused(somebody);
    await somebody.context().close();
  }
  expect(await namesOfTokens()).toEqual([]);
});

test("a code signs in once, and to no other site than this", async () => {
  const page = await openPage();
  provider.account = "ada";
  await page.goto("/sign-in?return=//evil.example/");
  await page.getByText("ada@acme.example").waitFor();
  const back = page.url();
  expect(back).toContain("code=");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${server.url}/`);
  await page.getByRole("navigation", { name: "Views" }).waitFor();

  const copy = await openPage();
  await copy.goto(back);
  await expectRefused(copy);
  // With the cookie of the sign-in that it is of, only the provider knows that it was used.
  const begun = await begin(copy);
  const cookies = await copy.context().cookies();
  await copy.goto(begun);
  await copy.getByText("ada@acme.example").waitFor();
  const used = copy.url();
  await copy.context().addCookies(cookies);
  await copy.goto(used);
  await expectRefused(copy);
});

test("who is called like another is shown and recorded by the provider's own name for them", async () => {
  const page = await openPage();
  provider.account = "mallory";
  await page.goto("/sign-in");
  await page.getByText("the provider gave no verified email").waitFor();
  expect(await page.getByRole("main").textContent()).not.toContain("@acme.example");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  expect(await namesOfTokens()).toContain("sso:/mallory");
  expect(await namesOfTokens()).not.toContain("sso:\u0430da@acme.example");
});

test("the provider asks again before somebody who is signed in makes a token", async () => {
  const page = await openPage();
  provider.account = "ada";
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  const asked = (): number => provider.asked.filter((path) => path.startsWith("/interaction/")).length;
  const before = asked();
  await page.goto("/sign-in?again");
  await page.getByText("ada@acme.example").waitFor();
  expect(asked()).toBe(before + 1);
});
