import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it, onTestFinished } from "vitest";
import { admin, cloud, person, valueOn } from "../person.ts";

describe("keyfold secret list", () => {
  it("shows names, never values", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "b", value: canary });
    await ada.client.setSecret({ name: "a ü", value: canary });
    const { code, stdout } = await ada.keyfold(["secret", "list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^NAME {2}VERSION {2}UPDATED +BY\na ü {3}1 {8}\S+ \S+Z {2}admin\nb {5}1 {8}\S+ \S+Z {2}admin\n$/,
    );
    const json = JSON.parse((await ada.keyfold(["secret", "list", "--json"])).stdout);
    expect(json).toMatchObject([{ name: "a ü", version: 1 }, { name: "b" }]);
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
    const name = "\u001b[2Jx\u009b\u202ey\u200b\ufeff\u2028\n";
    const secret = { name, version: 1, createdAt: "", updatedAt: "\u001b]0;t\u0007", updatedBy: "\u001b[31m" };
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: { secret: [secret] } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const bo = person({ ...cloud(url, "keyfold_team_x"), NO_COLOR: "1" });
    const { stdout } = await bo.keyfold(["secret", "list"]);
    expect(stdout).toContain("\\u{1b}[2Jx\\u{9b}\\u{202e}y\\u{200b}\\u{feff}\\u{2028}\\u{a}");
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

  it("needs --yes without a terminal", async () => {
    const ada = await admin();
    await ada.client.setSecret({ name: "a", value: canary });
    const refused = await ada.keyfold(["secret", "rm", "a"], "y\n");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--yes");
    expect(await ada.client.secretNames()).toEqual(["a"]);
    expect((await ada.keyfold(["secret", "rm", "a", "--yes"])).stdout).toBe("a is removed.\n");
    expect(await ada.client.secretNames()).toEqual([]);
    expect((await ada.keyfold(["secret", "rm", "a", "--yes"])).code).toBe(1);
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
      stderr: 'keyfold: There is no secret "none".\nSee keyfold secret list.\n',
    });
    expect((await ada.keyfold(["secret", "rollback", "none", "--to", "1"])).code).toBe(1);
    expect((await ada.keyfold(["secret", "rollback", "none", "--to", "0"])).code).toBe(2);
    expect((await ada.keyfold(["secret", "rollback", "none"])).code).toBe(2);
  });
});
