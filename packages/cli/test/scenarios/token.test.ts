import { stripVTControlCharacters } from "node:util";
import { createClient } from "@keyfold/client";
import { expect, it } from "vitest";
import { admin, person } from "../person.ts";

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

it("creates one with many grants, or with one that is spelled out", async () => {
  const ada = await admin();
  const create = async (...flags: string[]): Promise<void> => {
    const { code, stderr } = await ada.keyfold(["token", "create", ...flags]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("shown once") });
  };
  await create(
    "--name",
    "bo",
    "--grant",
    "editor:prod/orders/*,a\\,b",
    "--grant",
    "runner:dev/*",
    "--grant",
    "auditor",
  );
  await create("--name", "ci", "--role", "runner", "--names", "dev/*, c", "--run-ttl", "15m");
  await create("--name", "all", "--grant", "runner:*");
  const use = "stripe key@api.stripe.com GET,POST /v1/charges /v1/refunds";
  await create("--name", "agents", "--use", use, "--use", "b@*.example.com", "--run-ttl", "8h", "--grant", "auditor");
  const tokens = await ada.client.tokens();
  const grantsOf = (name: string): unknown => tokens.find((token) => token.name === name)?.grants;
  const grant = { names: null, runSeconds: null, uses: null };
  expect(grantsOf("bo")).toEqual([
    { ...grant, role: "editor", names: ["prod/orders/*", "a,b"] },
    { ...grant, role: "runner", names: ["dev/*"] },
    { ...grant, role: "auditor" },
  ]);
  expect(grantsOf("ci")).toEqual([{ ...grant, role: "runner", names: ["dev/*", "c"], runSeconds: 900 }]);
  expect(grantsOf("all")).toEqual([{ ...grant, role: "runner" }]);
  const stripe = { methods: ["GET", "POST"], paths: ["/v1/charges", "/v1/refunds"] };
  const uses = [
    { name: "stripe key", host: "api.stripe.com", ...stripe },
    { name: "b", host: "*.example.com", methods: null, paths: null },
  ];
  expect(grantsOf("agents")).toEqual([
    { ...grant, role: "auditor" },
    { ...grant, role: "runner", runSeconds: 28_800, uses },
  ]);
  expect((await ada.keyfold(["token", "list"])).stdout).toContain("charges /v1/refunds");
});

it("lists tokens with grants, who made them and their end in 80 columns, without showing any", async () => {
  const ada = await admin();
  const flags = ["--grant", "editor:prod/orders/*", "--grant", "runner:dev/*,prod/payments/db url"];
  await ada.keyfold(["token", "create", "--name", "bo", ...flags, "--ttl", "2h"]);
  await ada.keyfold(["token", "create", "--name", "ci", "--role", "runner", "--names", "prod/*", "--run-ttl", "15m"]);
  const { screen } = await ada.inTerminal(["token", "list"]);
  const shown = stripVTControlCharacters(screen).split("\n");
  const lines = shown.map((line) => line.replace(/[\d-]{10}$/, "DAY").replace(/[\d:]{8}Z$/, "TIME"));
  const [ci, bo, first] = (await ada.client.tokens()).map(({ id }) => id);
  expect(lines).toEqual([
    "ID                                    NAME   GRANTS                  UNTIL",
    `${ci}  ci     runner:prod/*           -`,
    "  never used                                   runs up to 15m",
    "  by admin",
    `${bo}  bo     editor:prod/orders/*    DAY`,
    "  never used                                 runner:dev/*,           TIME",
    "  by admin                                     prod/payments/db url",
    `${first}  admin  admin                   -`,
    expect.stringMatching(/^ {2}used [\d-]{10} [\d:]{8}Z {18}runner:\*$/),
    "  by admin",
    "",
  ]);
  expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(screen).not.toContain("keyfold_team_");
});

it("fits 80 columns with long names and grants, of tokens and of runs", async () => {
  const ada = await admin();
  const long = "the nightly job that closes the books of every shop";
  const { token } = await ada.client.createToken({
    name: long,
    grants: [{ role: "runner", names: ["prod/orders/the-database-of-the-orders", "prod/a-folder-of-its-own/*"] }],
  });
  const opener = createClient({ url: ada.team.url, token });
  await opener.openRun({ label: "a label that says at length what the run is for", folder: "prod/orders/eu/west" });
  for (const args of [
    ["token", "list"],
    ["run", "list"],
  ]) {
    const { stdout } = await ada.keyfold(args);
    const lines = stdout.split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    const by = stdout.match(/(?<=\s{2})[a-z ]+/g)?.join(" ") ?? "";
    for (const word of long.split(" ")) expect(by).toContain(word);
    expect(stdout).toMatch(/^[\da-f-]{36} {2}/m);
  }
});

it("asks for the unit of a time under a minute", async () => {
  const { keyfold } = person();
  for (const flags of [
    ["token", "create", "--role", "editor", "--name", "x", "--ttl", "30"],
    ["token", "create", "--role", "runner", "--name", "x", "--run-ttl", "5"],
    ["secret", "list", "--due", "14"],
    ["run", "--ttl", "5", "--", "true"],
  ]) {
    const { code, stderr } = await keyfold(flags);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/Is it (\d+)s, \1m, \1h or \1d\?/) });
  }
  expect((await keyfold(["run", "--ttl", "90", "--", "true"])).code).toBe(0);
  expect((await keyfold(["run", "--ttl", "30s", "--", "true"])).code).toBe(0);
});

it("revokes a token after a yes", async () => {
  const ada = await admin();
  const { id, token } = await ada.client.createToken({ name: "bo", role: "editor", ttlSeconds: 3600 });
  expect((await ada.keyfold(["token", "revoke", id])).code).toBe(2);
  expect((await ada.inTerminal(["token", "revoke", id], [{ shows: "[y/N]", type: "n\r" }])).code).toBe(1);
  expect((await ada.inTerminal(["token", "revoke", id], [{ shows: "[y/N]", type: "yes\r" }])).code).toBe(0);
  await expect(createClient({ url: ada.team.url, token }).secretNames()).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect((await ada.keyfold(["token", "list"])).stdout).toContain("revoked");
  expect((await ada.keyfold(["token", "revoke", "none", "--yes"])).code).toBe(1);
});

it("refuses flags that make no sense with 2", async () => {
  const ada = await admin();
  for (const flags of [
    ["--name", "x"],
    ["--role", "king", "--name", "x"],
    ["--role", "editor"],
    ["--role", "editor", "--name", "x", "--grant", "editor"],
    ["--name", "x", "--grant", "king:a"],
    ["--name", "x", "--grant", "editor:"],
    ["--name", "x", "--grant", "editor", "--names", "a"],
    ["--name", "x", "--grant", "runner", "--run-ttl", "5m"],
    ["--name", "x", "--use", "a"],
    ["--name", "x", "--use", "a@b.test;body"],
    ["--name", "x", "--use", "a@b.test", "--names", "a"],
    ["--name", "x", "--use", "a@b.test", "--role", "runner"],
    ["--role", "editor", "--name", "x", "--ttl", "0s"],
    ["--role", "editor", "--name", "x", "--ttl", "1y"],
  ]) {
    expect((await ada.keyfold(["token", "create", ...flags])).code).toBe(2);
  }
  expect(await ada.client.tokens()).toHaveLength(1);
});
