import { expect, test } from "vitest";
import { checkNoValue, checkView } from "./checks.ts";
import { consoleOfFile, narrow, signIn, views, wide } from "./console.ts";
import { fillFull, fillHostile, hostile } from "./fill.ts";

const { server, open, signedIn } = await consoleOfFile();

test.each([wide, narrow])("signed out and empty, at $width pixels", async (size) => {
  const window = await open(size);
  await window.page.goto("/");
  await window.page.getByLabel("Your token").waitFor();
  await checkView(window, "signed out");
  await window.page.getByLabel("Your token").fill(`keyfold_team_${"A".repeat(49)}`);
  await window.page.getByRole("button", { name: "Sign in" }).click();
  await window.page.getByRole("alert").waitFor();
  await checkView(window, "a wrong token");
  await signIn(window, server.token);
  for (const view of views) {
    await window.page.getByRole("link", { name: view, exact: true }).click();
    await window.page.getByRole("heading", { level: 1, name: view }).waitFor();
    await checkView(window, `${view}, empty`);
  }
  await window.context.close();
});

test("what others wrote is shown as it is, and does nothing", async () => {
  await fillHostile(server);
  const window = await signedIn(narrow);
  const { page, settle } = window;
  page.on("dialog", (dialog) => window.faults.push(dialog.message()));
  for (const name of [hostile.name, hostile.rightToLeft, hostile.wide, hostile.dots]) {
    await page.getByLabel("Search names").fill(name.slice(0, 60));
    await page.getByTitle(name, { exact: true }).click();
    await page.getByRole("heading", { level: 1, name: name.slice(name.lastIndexOf("/") + 1) }).waitFor();
    await checkView(window, name);
    await settle();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: name.slice(name.lastIndexOf("/") + 1) }).waitFor();
    if (name === hostile.name) expect(await page.getByText(hostile.note, { exact: true }).count()).toBe(2);
    await page.getByRole("link", { name: "Secrets", exact: true }).first().click();
  }
  for (const [view, shown] of [
    ["Runs", hostile.label],
    ["Audit", hostile.label],
    ["Health", hostile.dots],
    ["Tokens", hostile.holder],
    ["Trusts", hostile.holder],
    ["Teams", hostile.holder],
  ] as const) {
    await page.getByRole("link", { name: view, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: view }).waitFor();
    await checkView(window, `${view}, hostile`);
    await page.getByText(shown).first().waitFor();
  }
  await window.context.close();
});

test.each([wide, narrow])("ten thousand names and a thousand live runs, at $width pixels", async (size) => {
  if (size === wide) await fillFull(server);
  const window = await signedIn(size);
  const { page } = window;
  await page.getByText(/^10,\d\d\d secrets$/).waitFor();
  await checkView(window, "ten thousand secrets");
  // Only those that are seen are there.
  expect(await page.getByRole("row").count()).toBeLessThan(60);
  await page.getByLabel("Search names").fill("key 9999");
  await page.getByText("1 secret", { exact: true }).waitFor();
  await page.getByLabel("Search names").fill("");
  await page.getByRole("link", { name: "bulk 10,000" }).click();
  await page.getByText("10,000 secrets", { exact: true }).waitFor();
  await checkView(window, "a large folder");
  for (const view of ["Runs", "Audit", "Health"]) {
    await page.getByRole("link", { name: view, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: view }).waitFor();
    await checkView(window, `${view}, very full`);
  }
  await checkNoValue(window, server.token);
  await window.context.close();
});
