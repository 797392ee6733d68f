import { createServer } from "node:http";
import { stripVTControlCharacters } from "node:util";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { describe, expect, it } from "vitest";
import { admin, cloud, person, valueOn } from "../person.ts";

describe("keyfold secret list", () => {
  it("shows names, never values", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "b", value: canary });
    await ada.client.setSecret({ name: "a ü", value: canary });
    const { code, stdout } = await ada.keyfold(["secret", "list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^NAME {2}VERSION {2}UPDATED {5}READ {3}DUE\na ü {3}1 {8}\S{10} {2}never\nb {5}1 {8}\S{10} {2}never\n$/,
    );
    const json = JSON.parse((await ada.keyfold(["secret", "list", "--json"])).stdout);
    expect(json).toMatchObject([{ name: "a ü", version: 1 }, { name: "b" }]);
  });

  it("shows a tree by folder, with what is due, what was never read and who looks after it, in 80 columns", async () => {
    const ada = await admin();
    const long = `prod/orders/${"a long name ".repeat(6)}!`;
    const names = ["db url", "prod/db url", "prod/orders/stripe key", "dev/orders/stripe key", "prod.old/x", long];
    await ada.client.setSecrets(names.map((name) => ({ name, value: canary })));
    await ada.client.describeSecret({
      name: "prod/orders/stripe key",
      owner: "team shop",
      rotateBy: "2020-01-31T00:00:00Z",
    });
    await ada.client.describeSecret({ name: "prod/db url", rotateBy: "2099-01-31T00:00:00Z" });
    await valueOn(ada, "db url");
    const { screen } = await ada.inTerminal(["secret", "list"]);
    const lines = stripVTControlCharacters(screen)
      .replaceAll(/20[2-8]\d-\d\d-\d\d(?! o)/g, "<today...>")
      .trimEnd()
      .split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines).toEqual([
      "NAME              VERSION  UPDATED     READ        DUE                 OWNER",
      "db url            1        <today...>  <today...>",
      "dev/",
      "  orders/",
      "    stripe key    1        <today...>  never",
      "prod.old/",
      "  x               1        <today...>  never",
      "prod/",
      "  db url          1        <today...>  never       2099-01-31",
      "  orders/",
      "    a long name   1        <today...>  never",
      "    a long name",
      "    a long name",
      "    a long name",
      "    a long name",
      "    a long name",
      "    !",
      "    stripe key    1        <today...>  never       2020-01-31 overdue  team shop",
    ]);
    const flat = (...args: string[]) => ada.keyfold(["secret", "list", "--flat", ...args]).then(({ stdout }) => stdout);
    expect(await flat("--folder", "prod")).toBe(`prod/db url\n${long}\nprod/orders/stripe key\n`);
    expect(await flat("--due", "14d")).toBe("prod/orders/stripe key\n");
    expect(await flat("--unread", "90d", "--folder", "dev/orders")).toBe("dev/orders/stripe key\n");
    expect((await flat("--unread", "90d")).split("\n")).not.toContain("db url");
    expect((await ada.keyfold(["secret", "list", "--folder", "none"])).stdout).toBe("There are none.\n");
    expect((await ada.keyfold(["secret", "list", "--due", "soon"])).code).toBe(2);
  });

  it("lists more than a page", async () => {
    const ada = await admin();
    const names = Array.from({ length: 620 }, (_, at) => `name ${String(at).padStart(4, "0")}`);
    await ada.client.setSecrets(names.map((name) => ({ name, value: 1 })));
    const listed = JSON.parse((await ada.keyfold(["secret", "list", "--json"])).stdout) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(names);
  });

  it("colours its heading on a terminal, but not with NO_COLOR", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: 1 });
    expect((await ada.inTerminal(["secret", "list"])).screen).toContain("\u001b[1mNAME");
    const bo = person({ ...ada.env, NO_COLOR: "1" });
    expect((await bo.inTerminal(["secret", "list"])).screen).not.toContain("\u001b");
  });

  it("shows nothing that would steer a terminal, whatever the server sends", async () => {
    const name = "\u001b[2J\u009b\u202ey\u200b\u2028\n";
    const secret = { name, version: 1, createdAt: "", updatedAt: "\u0007", updatedBy: "\u001b[31m" };
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: { secret: [secret] } }));
    });
    const url = `http://127.0.0.1:${await listenHere(server)}`;
    const bo = person({ ...cloud(url, "keyfold_team_x"), NO_COLOR: "1" });
    const { stdout } = await bo.keyfold(["secret", "list"]);
    expect(stdout).toContain("\\u{1b}[2J\\u{9b}\\u{202e}y\\u{200b}\\u{2028}\\u{a}");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028\u200b\ufeff]/u);
    const json = (await bo.keyfold(["secret", "list", "--json"])).stdout;
    expect(json).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028\u200b\ufeff]/u);
    expect(JSON.parse(json)).toEqual([secret]);
  });
});

describe("keyfold secret rm", () => {
  it("asks first on a terminal, and removes only after a yes", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    const no = await ada.inTerminal(["secret", "rm", "a"], [{ shows: "[y/N]", type: "\r" }]);
    expect(no.code).toBe(1);
    expect(await ada.client.secretNames()).toEqual(["a"]);
    const closed = await ada.inTerminal(["secret", "rm", "a"], [{ shows: "[y/N]", type: "\u0004" }]);
    expect(closed.code).toBe(1);
    const yes = await ada.inTerminal(
      ["secret", "rm", "a"],
      [{ shows: `Remove a and every version of its value from ${ada.team.url}? [y/N]`, type: "y\r" }],
    );
    expect(yes.code).toBe(0);
    expect(await ada.client.secretNames()).toEqual([]);
  });

  it("says before it asks that there is no such secret, or that it was removed already and can only be purged", async () => {
    const ada = await admin();
    const none = await ada.inTerminal(["secret", "rm", "none"]);
    expect(none).toMatchObject({ code: 1, screen: expect.stringContaining('There is no secret "none"') });
    expect(none.screen).not.toContain("[y/N]");
    expect(none.screen).toContain("docs/errors/NOT_FOUND.md");
    await ada.client.setSecret({ name: "a", value: canary });
    await ada.client.deleteSecret({ name: "a" });
    expect((await ada.inTerminal(["secret", "rm", "a"])).code).toBe(1);
    const purge = await ada.inTerminal(["secret", "rm", "a", "--purge"], [{ shows: "[y/N]", type: "y\r" }]);
    expect(purge.code).toBe(0);
    expect((await ada.inTerminal(["secret", "rm", "a", "--purge"])).code).toBe(1);
  });

  it("needs --yes without a terminal", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    const refused = await ada.keyfold(["secret", "rm", "a"], "y\n");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--yes");
    expect(await ada.client.secretNames()).toEqual(["a"]);
    expect((await ada.keyfold(["secret", "rm", "a", "--yes"])).stdout).toBe(
      "a is removed; for some time keyfold secret restore brings it back.\n",
    );
    expect(await ada.client.secretNames()).toEqual([]);
    expect((await ada.keyfold(["secret", "rm", "a", "--yes"])).code).toBe(1);
  });
});

describe("keyfold secret restore", () => {
  it("brings back what was removed, but not what was purged", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    await ada.keyfold(["secret", "rm", "a", "--yes"]);
    expect((await ada.keyfold(["secret", "list", "--deleted"])).stdout).toMatch(
      /^NAME {2}VERSION {2}REMOVED .*\na {5}1 /,
    );
    expect((await ada.keyfold(["secret", "restore", "a"])).stdout).toBe("a is restored, version 1.\n");
    expect(await valueOn(ada, "a")).toBe(canary);
    const purged = await ada.inTerminal(
      ["secret", "rm", "a", "--purge"],
      [{ shows: `Remove a and every version of its value from ${ada.team.url} for good? [y/N]`, type: "y\r" }],
    );
    expect(purged.screen).toContain("a is removed for good.");
    expect((await ada.keyfold(["secret", "restore", "a"])).code).toBe(1);
  });
});

describe("keyfold secret describe", () => {
  it("sets what is given, clears what is empty, and shows what is known", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    const set = ["--note", "for the shop", "--owner", "team shop", "--rotate-by", "2027-01-31"];
    expect((await ada.keyfold(["secret", "describe", "a", ...set])).stdout).toMatch(
      /^a\n {2}note: {6}for the shop\n {2}owner: {5}team shop\n {2}rotate by: 2027-01-31 00:00:00Z\n {2}last read: never\n {2}updated: {3}.*Z by admin, version 1\n$/,
    );
    await ada.keyfold(["secret", "describe", "a", "--owner", "", "--rotate-by", "1d"]);
    const shown = JSON.parse((await ada.keyfold(["secret", "describe", "a", "--json"])).stdout);
    expect(shown).toMatchObject({ name: "a", note: "for the shop", owner: null });
    expect(Math.abs(Date.parse(shown.rotateBy) - Date.now() - 86_400_000)).toBeLessThan(600_000);
    expect((await ada.keyfold(["secret", "describe", "none"])).code).toBe(1);
    expect((await ada.keyfold(["secret", "describe", "a", "--rotate-by", "soon"])).code).toBe(2);
  });
});

describe("keyfold secret history and rollback", () => {
  it("lists versions and rolls back to an older one, without showing it", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    await ada.client.setSecret({ name: "a", value: "newer" });
    const history = await ada.keyfold(["secret", "history", "a"]);
    expect(history.stdout).toMatch(/^VERSION {2}SET .*BY\n2 .* admin\n1 .* admin\n$/);
    const back = await ada.keyfold(["secret", "rollback", "a", "--to", "1"]);
    expect(back.stdout).toBe("a has the value of version 1 again, as version 3.\n");
    expect(await valueOn(ada, "a")).toBe(canary);
    const json = JSON.parse((await ada.keyfold(["secret", "history", "a", "--json"])).stdout);
    expect(json.versions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
  });

  it("names what is missing", async () => {
    const ada = await admin();
    expect(await ada.keyfold(["secret", "history", "none"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^keyfold: There is no secret "none", or none that your token covers\.\n.*list/),
    });
    expect((await ada.keyfold(["secret", "rollback", "none", "--to", "1"])).code).toBe(1);
    expect((await ada.keyfold(["secret", "rollback", "none", "--to", "0"])).code).toBe(2);
    expect((await ada.keyfold(["secret", "rollback", "none"])).code).toBe(2);
  });
});
