import { readFileSync } from "node:fs";
import { canary } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import type { Request } from "playwright-core";
import { expect, test } from "vitest";
import { checkNoValue, checkView } from "./checks.ts";
import { consoleOfFile, narrow, signIn, views, wide } from "./console.ts";
import { fillTeam } from "./fill.ts";
import { attack } from "./other-site.ts";
import { changeSecret, takePictures } from "./walks.ts";

const { server, open, signedIn } = await consoleOfFile();

async function actions(): Promise<string[]> {
  const query = "{ auditEvents(limit: 100) { action actor outcome } }";
  const { auditEvents } = await server.ask(server.token, query);
  return auditEvents.map(({ action, actor, outcome }: Record<string, string>) => `${action} ${actor} ${outcome}`);
}

test("a person sets, rolls back, describes, removes and restores a secret by keyboard, and the log has their name", async () => {
  await fillTeam(server);
  const window = await signedIn(wide);
  await changeSecret(window, "prod/orders/new key");
  const logged = await actions();
  for (const action of ["secret.set", "secret.rollback", "secret.describe", "secret.delete", "secret.restore"]) {
    expect(logged).toContain(`${action} admin allowed`);
  }
  await checkNoValue(window, server.token);
  await window.context.close();
});

test("a .env file is pasted, looked at and set", async () => {
  const window = await signedIn(narrow);
  const { page } = window;
  await page.getByRole("button", { name: "Set a secret" }).click();
  await checkView(window, "setting a secret, narrow");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Import .env" }).click();
  await page.getByLabel("Folder", { exact: true }).fill("dev/shop");
  await page.getByLabel("What stands in the file").fill(`A=1\nB 2`);
  await page.getByText("Line 2:").waitFor();
  await page.getByLabel("What stands in the file").fill(`A=1\nexport B="${canary.replaceAll('"', "'")}"\nC=3`);
  await page.getByLabel("dev/shop/C").uncheck();
  await checkView(window, "an import");
  await page.getByRole("button", { name: "Set 2 secrets" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByLabel("Search names").fill("shop");
  await page.getByText("2 secrets", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Import .env" }).click();
  await page.getByLabel("Folder", { exact: true }).fill("dev/shop");
  await page.getByLabel("What stands in the file").fill(`A=2\nD=4`);
  await page.getByText("version 2", { exact: true }).waitFor();
  await page.getByText("new", { exact: true }).waitFor();
  await window.context.close();
});

test("left alone it asks only for what is live, every 15 seconds", async () => {
  const window = await open(wide);
  const { page, settle } = window;
  await page.clock.install();
  await signIn(window, server.token);
  const askedInTwoMinutes = async (view: string): Promise<string[]> => {
    await page.getByRole("link", { name: view, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: view }).waitFor();
    await settle();
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 100);
    const asked: string[] = [];
    const note = (request: Request): void =>
      void asked.push(/(?:query|mutation) (\w+)/.exec(request.postData() ?? "")?.[1] ?? "");
    page.on("request", note);
    for (let times = 0; times < 8; times += 1) {
      await page.clock.runFor(15_000);
      await settle();
    }
    page.off("request", note);
    await page.clock.resume();
    return asked;
  };
  expect(await askedInTwoMinutes("Runs")).toEqual(Array.from({ length: 8 }, () => "Runs"));
  expect(await askedInTwoMinutes("Tokens")).toEqual([]);
  const onSecrets = await askedInTwoMinutes("Secrets");
  expect([...new Set(onSecrets)]).toEqual(["SecretPage"]);
  expect(onSecrets.length).toBeLessThanOrEqual(2);
  await window.context.close();
});

test("a token and a team are made after signing in again, shown once, and the token is revoked; a run is ended", async () => {
  const window = await signedIn(wide);
  const { page } = window;
  server.clock.now += 600_000;
  await page.getByRole("link", { name: "Tokens", exact: true }).click();
  await page.getByRole("button", { name: "Create a token" }).click();
  await page.getByLabel("Name", { exact: true }).fill("linus");
  await page.getByLabel("Which secrets").fill("dev/*");
  await checkView(window, "creating a token");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByLabel("Your token").fill(server.token);
  await checkView(window, "signing in again");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Copy the token" }).click();
  await page.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^keyfold_team_/);
  await checkView(window, "a token, shown once");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("may set what is in dev", { exact: true }).waitFor();
  expect(await page.content()).not.toContain(copied);
  await page.getByRole("button", { name: "Revoke linus" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke linus" }).waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Trusts", exact: true }).click();
  await page.getByRole("button", { name: "Create a trust" }).click();
  await page.getByLabel("Name", { exact: true }).fill("engineers");
  await page.getByLabel("Issuer").fill("https://login.example.com");
  await page.getByLabel("Audience").fill("keyfold");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  // The server says which claim is missing.
  await page.getByRole("alert").waitFor();
  await page.getByText("It binds no claim beyond issuer and audience").first().waitFor();
  await page.getByLabel("Claims").fill("groups=engineering\ngroups=platform\nemail_verified:=true");
  await page.getByText("Nobody is let in whom these claims don't name.").waitFor();
  await checkView(window, "creating a trust");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("engineering or platform", { exact: true }).waitFor();
  await checkView(window, "trusts");
  await page.getByRole("button", { name: "Delete engineers" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("No trusts yet.").waitFor();

  // One for programs gives a grant of runner, which no session has: the page writes the command for it.
  await page.getByRole("button", { name: "Create a trust" }).click();
  for (const [preset, open] of [
    ["Kubernetes", "It does not bind kubernetes.io.namespace"],
    ["GitLab CI", "It binds neither project_path nor project_id"],
    ["GitHub Actions", "It binds neither repository nor repository_id"],
  ] as const) {
    await page.getByRole("radio", { name: preset }).check();
    await page.getByText(open).waitFor();
  }
  await page.getByLabel("Name", { exact: true }).fill("deploy");
  await page.getByLabel("Claims").fill("repository=acme/orders\nevent_name=push\nenvironment=production");
  await page.getByText("Nobody is let in whom these claims don't name.").waitFor();
  await page.getByLabel("Which secrets").fill("prod/orders/*\ndb, old");
  await checkView(window, "a trust for GitHub");
  await page.getByRole("button", { name: "Copy the command" }).click();
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "keyfold trust create --preset github --name deploy --claim repository=acme/orders --claim event_name=push " +
      "--claim environment=production --grant 'runner:prod/orders/*,db\\, old'",
  );
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("link", { name: "Teams", exact: true }).click();
  await page.getByRole("button", { name: "Create a team" }).click();
  await page.getByLabel("Name", { exact: true }).fill("payments");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("payments", { exact: true }).waitFor();

  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("button", { name: "orders api", exact: true }).click();
  await page.getByRole("heading", { name: "What it did" }).waitFor();
  await checkView(window, "a run");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "End the run orders api" }).click();
  await page.getByRole("button", { name: "End it" }).click();
  await page.getByRole("button", { name: "End the run orders api" }).waitFor({ state: "detached" });
  await window.settle();
  const logged = await actions();
  for (const action of [
    "token.create",
    "token.revoke",
    "trust.create",
    "trust.delete",
    "team.create",
    "run.end",
    "session.open",
  ]) {
    expect(logged).toContain(`${action} admin allowed`);
  }
  await checkNoValue(window, server.token);
  await window.context.close();
});

test.each([wide, narrow])("every view of a team that was at work, at $width pixels", async (size) => {
  const window = await signedIn(size);
  const { page } = window;
  for (const view of views) {
    await page.getByRole("link", { name: view, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: view }).waitFor();
    await checkView(window, view);
  }
  await page.getByRole("link", { name: "Audit", exact: true }).click();
  await page.getByRole("radio", { name: "Refused" }).check();
  await page.getByLabel("Action", { exact: true }).fill("secret.read");
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).search).toBe("?outcome=refused&action=secret.read");
  await page
    .getByRole("button", { name: /NAME_NOT_ALLOWED/ })
    .first()
    .click();
  await page.getByText('"openedBy"').waitFor();
  await checkView(window, "a row of the log");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export JSON lines" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).code)).toContain("NAME_NOT_ALLOWED");
  const over = await page.getByRole("img", { name: /^What happened/ }).boundingBox();
  if (over === null) throw new Error("there is no timeline");
  await page.mouse.move(over.x + over.width / 4, over.y + 20);
  await page.mouse.down();
  await page.mouse.move(over.x + over.width / 2, over.y + 20);
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).searchParams.has("since")).toBe(true);
  const closer = new URL(page.url()).search;
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("button", { name: "Later half" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.has("since")).toBe(true);
  expect(new URL(page.url()).search).not.toBe(closer);
  await page.goBack();
  await expect.poll(() => new URL(page.url()).searchParams.has("since")).toBe(false);
  await checkView(window, "the log again");
  await checkNoValue(window, server.token);
  await window.context.close();
});

test("signing out ends it on every tab", async () => {
  const window = await signedIn(wide);
  const other = await window.context.newPage();
  await other.goto("/runs");
  await other.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  await window.page.getByRole("button", { name: "Sign out" }).click();
  await window.page.getByLabel("Your token").waitFor();
  await other.getByText("All", { exact: true }).click();
  await other.getByLabel("Your token").waitFor();
  expect(await window.context.cookies()).toEqual([]);
  expect(window.faults).toEqual([]);
  await window.context.close();
});

test("pictures of the views are taken, light and dark, for the page on the console", async () => {
  const folder = process.env.KEYFOLD_PICTURES ?? temporaryFolder();
  for (const isDark of [false, true]) {
    const window = await signedIn({ width: 1200, dark: isDark });
    const pictures = await takePictures(window, folder, isDark ? "dark" : "light");
    expect(pictures.map((picture) => picture.subarray(1, 4).toString())).toEqual(pictures.map(() => "PNG"));
    await window.context.close();
  }
});

test("another site gets nothing, shows nothing and changes nothing", async () => {
  const window = await signedIn(wide);
  const { page, context } = window;
  await window.settle();
  const mutation = 'mutation { setSecret(input: { name: "evil", value: 1 }) { success } }';
  const { fetched, framed, sent } = await attack(context, server.url, mutation);
  expect(fetched).toEqual(["refused", "opaque"]);
  expect(framed).toBe("nothing");
  expect(sent).not.toContain("success");
  expect((await server.ask(server.token, '{ secret(where: { name: { _eq: "evil" } }) { name } }')).secret).toEqual([]);
  await context.clearCookies();
  // A token in the address signs nobody in.
  await page.goto(`/?token=${server.token}`);
  await page.getByLabel("Your token").waitFor();
  await context.close();
});
