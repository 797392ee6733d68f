import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { expect } from "vitest";
import { checkView } from "./checks.ts";
import type { Window } from "./console.ts";

/** Does with a secret all that a person does: sets it by keyboard, a second time at random, rolls back, describes, removes and restores it. */
export async function changeSecret(window: Window, name: string): Promise<void> {
  const { page, settle } = window;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.getByRole("button", { name: "Set a secret" }).focus();
  await press("Enter");
  await page.getByLabel("Name", { exact: true }).waitFor();
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type(name);
  // Over the choice of string or JSON.
  await press("Tab", "Tab");
  await page.keyboard.type(canary);
  await checkView(window, "setting a secret");
  await press("Enter");
  await page.getByRole("button", { name: "Set", exact: true }).focus();
  await press("Enter");
  await page.getByRole("heading", { level: 1, name: name.slice(name.lastIndexOf("/") + 1) }).waitFor();

  await page.getByRole("button", { name: "Set a new value" }).click();
  await page.getByText("JSON", { exact: true }).click();
  await page.getByLabel("Value", { exact: true }).fill("{ 1");
  await page.getByText("This is not JSON.").waitFor();
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByRole("button", { name: "Set version 2" }).click();
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await page.getByRole("button", { name: "Roll back", exact: true }).click();
  await page.getByText("v3").waitFor();

  await page.getByRole("button", { name: "Describe" }).click();
  await page.getByLabel("Note").fill("For the shop");
  await page.getByLabel("Replace by").fill("2099-12-31");
  await checkView(window, "describing");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("For the shop").waitFor();
  await checkView(window, "a secret");

  await page.getByRole("button", { name: "Remove" }).click();
  const remove = page.getByRole("dialog").getByRole("button", { name: "Remove" });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel("Type its name to go on").fill(name);
  await remove.click();
  await page.getByRole("heading", { level: 1, name: "Secrets" }).waitFor();
  await page.getByRole("link", { name: "Removed" }).click();
  await page.getByRole("button", { name: `Restore ${name}` }).click();
  await page.getByText("Nothing was removed.").waitFor();
  await checkView(window, "removed secrets");
  await settle();
}

const pictured = ["secrets", "secrets/prod/orders/stripe%20key", "audit", "health", "tokens"];

/** Takes a picture of each view into a folder. */
export async function takePictures({ page, settle }: Window, folder: string, look: string): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for (const view of pictured) {
    await page.goto(`/${view}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settle();
    const path = join(folder, `${view.includes("/") ? "secret" : view}-${look}.png`);
    pictures.push(await page.screenshot({ path }));
  }
  return pictures;
}
