import { createClient } from "@keyfold/client";
import { startServer } from "@tooling/vitest/processes";
import { expect, it } from "vitest";
import { cloud, person } from "../person.ts";

it("creates teams, with and without a grant of runner, and lists them", async () => {
  const { url, adminToken } = await startServer();
  const ada = person(cloud(url, adminToken));
  const rolesOf = async (token: string): Promise<string[]> =>
    (await createClient({ url, token }).whoami()).grants.map(({ role }) => role);

  const payments = await ada.keyfold(["team", "create", "payments"]);
  expect(payments.stdout).toMatch(/^keyfold_team_\S+\n$/);
  expect(payments.stderr).toContain("admin and runner");
  expect(await rolesOf(payments.stdout.trim())).toEqual(["admin", "runner"]);

  const { stdout } = await ada.keyfold(["team", "create", "shop", "--no-runner", "--json"]);
  const shop = JSON.parse(stdout) as { id: string; name: string; token: string };
  expect(shop.name).toBe("shop");
  expect(await rolesOf(shop.token)).toEqual(["admin"]);

  const listed = (await ada.keyfold(["team", "list"])).stdout.split("\n");
  expect(listed.map((line) => line.slice(38).replace(/ +[\d-]+ [\d:]+Z$/, ""))).toEqual(
    expect.arrayContaining(["NAME      CREATED", "default", "payments", "shop"]),
  );
  const own = await person(cloud(url, shop.token)).keyfold(["team", "list", "--json"]);
  expect(JSON.parse(own.stdout)).toMatchObject([{ id: shop.id, name: "shop" }]);
  expect(await person(cloud(url, shop.token)).keyfold(["team", "create", "x"])).toMatchObject({ code: 1, stdout: "" });
});
