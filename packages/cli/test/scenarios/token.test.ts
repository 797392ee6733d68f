import { createClient } from "@keyfold/client";
import { expect, it } from "vitest";
import { admin } from "../person.ts";

it("creates a token that works, and prints nothing else on standard output", async () => {
  const ada = await admin();
  const made = await ada.keyfold(["token", "create", "--role", "editor", "--name", "bo", "--ttl", "2h"]);
  expect(made.stdout).toMatch(/^keyfold_team_[\w-]+\n$/);
  expect(made.stderr).toContain("shown once");
  const bo = createClient({ url: ada.team.url, token: made.stdout.trim() });
  expect(await bo.secretNames()).toEqual([]);
  const json = JSON.parse(
    (await ada.keyfold(["token", "create", "--role", "runner", "--name", "ci", "--json"])).stdout,
  );
  expect(json).toMatchObject({
    role: "runner",
    name: "ci",
    expiresAt: null,
    token: expect.stringMatching(/^keyfold_team_/),
  });
});

it("lists tokens and revokes one after a yes, without showing any", async () => {
  const ada = await admin();
  const { id, token } = await ada.client.createToken({ name: "bo", role: "editor", ttlSeconds: 3600 });
  const listed = await ada.keyfold(["token", "list"]);
  expect(listed.stdout).toMatch(new RegExp(`\n${id} +bo +editor +[\\d-]+ [\\d:]+Z +good until [\\d-]+ [\\d:]+Z\n`));
  expect(listed.stdout).not.toContain("keyfold_team_");
  expect((await ada.keyfold(["token", "revoke", id])).code).toBe(2);
  expect((await ada.inTerminal(["token", "revoke", id], [{ shows: "[y/N]", type: "n\r" }])).code).toBe(1);
  expect((await ada.inTerminal(["token", "revoke", id], [{ shows: "[y/N]", type: "yes\r" }])).code).toBe(0);
  await expect(createClient({ url: ada.team.url, token }).secretNames()).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect((await ada.keyfold(["token", "list"])).stdout).toContain("revoked ");
  expect((await ada.keyfold(["token", "revoke", "none", "--yes"])).code).toBe(1);
});

it("refuses flags that make no sense with 2", async () => {
  const ada = await admin();
  for (const flags of [
    ["--name", "x"],
    ["--role", "king", "--name", "x"],
    ["--role", "editor"],
    ["--role", "editor", "--name", "x", "--ttl", "0s"],
    ["--role", "editor", "--name", "x", "--ttl", "1y"],
  ]) {
    expect((await ada.keyfold(["token", "create", ...flags])).code).toBe(2);
  }
  expect(await ada.client.tokens()).toHaveLength(1);
});
