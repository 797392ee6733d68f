import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runKeyfold } from "@tooling/vitest/processes";
import { spawnProgram } from "@tooling/vitest/program";
import { startProvider, type TestProvider } from "@tooling/vitest/provider";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkView } from "./checks.ts";
import { type ConsoleServer, startBrowser, startConsole } from "./console.ts";

const keyfold = join(import.meta.dirname, "../../../packages/cli/dist/main.js");
const home = mkdtempSync(join(tmpdir(), "keyfold-person-"));
const env = { HOME: home };
let browser: Browser;
let provider: TestProvider;
let server: ConsoleServer;

beforeAll(async () => {
  // Another site than the server: what the browser does on its way back from it is as with a company's.
  provider = await startProvider("localhost");
  const { issuer, clientId, clientSecret } = provider;
  const clientSecretFile = join(home, "client-secret");
  writeFileSync(clientSecretFile, clientSecret);
  [browser, server] = await Promise.all([
    startBrowser(),
    startConsole({ signIn: { issuer, clientId, clientSecretFile } }),
  ]);
  provider.redirectUris.push(`${server.url}/sign-in/return`);
  provider.accounts.set("ada", { email: "ada@acme.example", email_verified: true, groups: ["orders"] });
  provider.account = "ada";
  const grants = [{ role: "editor", names: ["prod/orders/*"] }];
  const input = { name: "orders", for: "people", issuer, claims: { groups: "orders" }, grants };
  await server.ask(server.token, "mutation ($i: createTrustInput!) { createTrust(input: $i) { id } }", { i: input });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await provider?.close();
  rmSync(home, { recursive: true, force: true });
});

/** A page in a browser of its own, and what its console complained of. */
async function openPage(): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ baseURL: server.url });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("403")) faults.push(message.text());
  });
  return { page, faults };
}

const isSignedIn = async (page: Page): Promise<unknown> => (await page.request.get("/session")).json();

test("a person signs in to the console at the provider, after a page that says as whom and to what", async () => {
  const { page, faults } = await openPage();
  await page.goto("/sign-in?return=/audit");
  await page.getByText("ada@acme.example").waitFor();
  await page.getByText("editor: prod/orders/*").waitFor();
  expect(await isSignedIn(page)).toEqual({ signedIn: false });
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${server.url}/audit`);
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  expect(await isSignedIn(page)).toEqual({ signedIn: true });
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith("keyfold"));
  expect(cookies.map(({ sameSite, httpOnly }) => [sameSite, httpOnly])).toEqual([["Strict", true]]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("the address that the provider leads somebody back to signs nobody else in", async () => {
  const [{ page: attacker }, { page: victim }] = [await openPage(), await openPage()];
  let back = `${server.url}/sign-in`;
  while (!back.includes("code=")) {
    const { location = "" } = (await attacker.request.get(back, { maxRedirects: 0 })).headers() as {
      location?: string;
    };
    back = new URL(location, back).href;
  }
  await victim.goto(back);
  await victim.getByRole("heading", { name: "You are not signed in" }).waitFor();
  expect(await isSignedIn(victim)).toEqual({ signedIn: false });
  await attacker.context().close();
  await victim.context().close();
});

test("keyfold login gets the person's token once its code was typed, and logout revokes it", async () => {
  const { page, faults } = await openPage();
  const { child, printed } = spawnProgram(process.execPath, [keyfold, "login", server.url, "--no-browser"], { env });
  child.stdin?.end();
  const closed = once(child, "close");
  const shown = async (pattern: RegExp): Promise<string> => {
    await expect.poll(() => printed().stderr, { timeout: 60_000 }).toMatch(pattern);
    return pattern.exec(printed().stderr)?.[1] ?? "";
  };
  const address = await shown(/sign in at (\S+)\n/);
  const code = await shown(/type this code there: (\S+)\n/);
  await page.goto(address);
  await page.getByLabel("Code").fill("00000000");
  await page.getByRole("button", { name: "Sign the terminal in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign the terminal in" }).click();
  await page.getByRole("heading", { name: "The terminal is signed in" }).waitFor();
  expect((await closed)[0], printed().stderr).toBe(0);
  expect(printed().stdout).toBe(`Logged in to ${server.url} as editor.\n`);
  expect(await isSignedIn(page)).toEqual({ signedIn: false });
  expect(faults).toEqual([]);
  const whoami = await runKeyfold(["whoami", "--json"], { env });
  expect(JSON.parse(whoami.stdout)).toMatchObject({ name: "sso:ada@acme.example", kind: "token" });
  const { stdout } = await runKeyfold(["logout"], { env });
  expect(stdout).toBe(`Logged out of ${server.url}. The token is revoked.\n`);
  const { tokens } = await server.ask(
    server.token,
    "{ tokens(where: { role: editor, live: false }) { name revokedAt } }",
  );
  expect(tokens).toEqual([{ name: "sso:ada@acme.example", revokedAt: expect.any(String) }]);
  await page.context().close();
});

test("a person of two teams signs in from the view they were sent, switches the team, and signs in again to make a token", async () => {
  const createTeam = 'mutation { createTeam(input: { name: "payments" }) { token } }';
  const theirs = (await server.ask(server.token, createTeam)).createTeam.token;
  const grants = [{ role: "admin" }];
  const trust = { name: "leads", for: "people", issuer: provider.issuer, claims: { sub: "ada" }, grants };
  await server.ask(theirs, "mutation ($i: createTrustInput!) { createTrust(input: $i) { id } }", { i: trust });
  const { page, faults } = await openPage();
  const window = { page, faults, settle: async () => {} };
  const choose = async (team: string, address: string): Promise<void> => {
    await page.getByLabel(team, { exact: true }).check();
    await checkView(window, "the choice of a team");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(server.url + address);
    await page.getByText(`team ${team}`, { exact: true }).waitFor();
  };
  await page.goto("/secrets?removed");
  await page.getByRole("link", { name: "Sign in with your company's account" }).click();
  await choose("default", "/secrets?removed");
  await page.getByRole("button", { name: "Switch team" }).click();
  await page.getByText("may set what is in prod/orders", { exact: true }).waitFor();
  await checkView(window, "switching the team");
  await page.getByRole("link", { name: "Sign in with your company's account" }).click();
  await choose("payments", "/");
  await page.getByRole("link", { name: "Tokens", exact: true }).click();
  server.clock.now += 300_000;
  const create = async (): Promise<void> => {
    await page.getByRole("button", { name: "Create a token" }).click();
    await page.getByLabel("Name", { exact: true }).fill("linus");
    await page.getByRole("button", { name: "Create", exact: true }).click();
  };
  await create();
  await page.getByRole("heading", { name: "Sign in again" }).waitFor();
  await page.getByText("what you filled in here is gone then").waitFor();
  await page.getByRole("link", { name: "Sign in with your company's account" }).click();
  await choose("payments", "/tokens");
  await create();
  await page.getByRole("button", { name: "Copy the token" }).waitFor();
  const query = '{ auditEvents(where: { actor: "sso:ada@acme.example" }) { action outcome code } }';
  const of = async (token: string): Promise<string[]> =>
    (await server.ask(token, query)).auditEvents.map(({ action, code }: Record<string, string>) => code ?? action);
  const made = ["session.open", "SIGN_IN_AGAIN", "token.revoke", "token.create"];
  expect(await of(theirs)).toEqual(expect.arrayContaining(made));
  expect(await of(server.token)).toContain("token.revoke");
  expect(faults).toEqual([]);
  await page.context().close();
});
