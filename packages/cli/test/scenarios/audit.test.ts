import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { expect, it } from "vitest";
import { admin } from "../person.ts";

it("shows the newest rows first, and filters them", async () => {
  const ada = await admin();
  await ada.client.setSecret({ name: "a", value: canary });
  await ada.client.secretValue("a").catch(() => {});
  const { stdout } = await ada.keyfold(["audit"]);
  expect(stdout).toMatch(
    /^AT +ACTION +SUBJECT +V +TOKEN +RUN +FROM +CODE\n[\d-]+ [\d:]+Z +secret\.read +a +admin +127\.0\.0\.1 +FORBIDDEN\n[\d-]+ [\d:]+Z +secret\.set +a +1 +admin +127\.0\.0\.1 +ok\n/,
  );
  const rows = async (...flags: string[]): Promise<string[]> => {
    const { stdout: json } = await ada.keyfold(["audit", ...flags, "--json"]);
    return (JSON.parse(json) as { action: string }[]).map(({ action }) => action);
  };
  expect(await rows("--action", "secret.set")).toEqual(["secret.set"]);
  expect(await rows("--outcome", "refused")).toEqual(["secret.read"]);
  expect(await rows("--subject", "a", "--actor", "admin", "--since", "1h", "--limit", "1")).toEqual(["secret.read"]);
  expect(await rows("--since", "2099-01-01T00:00Z")).toEqual([]);
  expect(await rows("--until", "1h")).toEqual([]);
  expect(await rows("--subject", "a", "--address", "127.0.0.1")).toEqual(["secret.read", "secret.set"]);
  expect(await rows("--address", "192.0.2.1")).toEqual([]);
  expect(await rows("--actor", "nobody")).toEqual([]);
  expect((await ada.keyfold(["audit", "--actor", "nobody"])).stdout).toBe("There are no such rows.\n");
});

it("says who read a secret this week, from where, which version and by whose token, in 80 columns", async () => {
  const ada = await admin();
  const name = "prod/orders/the database's url of the primary";
  await ada.client.setSecret({ name, value: canary });
  const { token, id: tokenId } = await ada.client.createToken({ name: "a runner of the orders team", role: "runner" });
  const run = await createClient({ url: ada.team.url, token }).openRun({ label: "nightly 🔑 invoices", allow: [name] });
  await createClient({ url: ada.team.url, token: run.token }).secretValue(name);

  const asked = ["audit", "--subject", name, "--since", "7d"];
  const { stdout } = await ada.keyfold(asked);
  expect(stdout.replaceAll(/[\d-]{10} [\d:]{8}Z/g, "2026-11-26 18:36:43Z")).toBe(`\
AT                    ACTION       V  TOKEN        RUN           FROM       CODE
2026-11-26 18:36:43Z  secret.read  1  a runner     nightly 🔑    127.0.0.1  ok
                                      of the       invoices
                                      orders team
2026-11-26 18:36:43Z  secret.set   1  admin                      127.0.0.1  ok
`);
  expect((await ada.keyfold(["audit"])).stdout).not.toContain(tokenId);
  for (const flags of [asked, ["audit"], ["audit", "--label", "nightly 🔑 invoices"]]) {
    const lines = (await ada.keyfold(flags)).stdout.split("\n");
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  }

  const wide = (await ada.keyfold(["audit", "--wide"])).stdout;
  for (const known of [tokenId, run.id, "PROGRAM", name]) expect(wide).toContain(known);
  const json = JSON.parse((await ada.keyfold([...asked, "--action", "secret.read", "--json"])).stdout);
  expect(json).toMatchObject([
    {
      version: 1,
      label: "nightly 🔑 invoices",
      address: "127.0.0.1",
      agent: expect.any(String),
      detail: { openedBy: "a runner of the orders team", openedById: tokenId },
    },
  ]);
});

it("reads up to --limit rows, over many pages", async () => {
  const ada = await admin();
  const inputs = Array.from({ length: 800 }, (_, at) => ({ name: `n${at}`, value: at }));
  await ada.client.setSecrets(inputs);
  await ada.client.setSecrets(inputs);
  const { stdout } = await ada.keyfold(["audit", "--action", "secret.set", "--limit", "1500", "--json"]);
  const rows = JSON.parse(stdout) as { id: string; subject: string }[];
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1500);
  const names = inputs.map(({ name }) => name).toReversed();
  expect(rows.map(({ subject }) => subject)).toEqual([...names, ...names].slice(0, 1500));
});

it("is for admins alone, which the message explains", async () => {
  const ada = await admin();
  const { token } = await ada.client.createToken({ name: "bo", role: "editor" });
  const { code, stderr } = await ada.keyfold(["audit", "--since", "yesterday"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("7d") });
  ada.env.KEYFOLD__CLOUD__TOKEN = token;
  expect(await ada.keyfold(["audit"])).toMatchObject({ code: 1, stderr: expect.stringContaining("role admin") });
});
