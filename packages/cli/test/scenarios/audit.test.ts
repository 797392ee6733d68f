import { canary } from "@tooling/vitest/canary";
import { expect, it } from "vitest";
import { admin } from "../person.ts";

it("shows the newest rows first, and filters them", async () => {
  const ada = await admin();
  await ada.client.setSecret({ name: "a", value: canary });
  await ada.client.secretValue("a").catch(() => {});
  const { stdout } = await ada.keyfold(["audit"]);
  expect(stdout).toMatch(
    /^AT +ACTION +SUBJECT +ACTOR +OUTCOME +CODE\n[\d-]+ [\d:]+Z +secret\.read +a +admin +refused +FORBIDDEN\n[\d-]+ [\d:]+Z +secret\.set +a +admin +allowed\n/,
  );
  const rows = async (...flags: string[]): Promise<string[]> => {
    const { stdout: json } = await ada.keyfold(["audit", ...flags, "--json"]);
    return (JSON.parse(json) as { action: string }[]).map(({ action }) => action);
  };
  expect(await rows("--action", "secret.set")).toEqual(["secret.set"]);
  expect(await rows("--outcome", "refused")).toEqual(["secret.read"]);
  expect(await rows("--subject", "a", "--actor", "admin", "--since", "1h", "--limit", "1")).toEqual(["secret.read"]);
  expect(await rows("--since", "2099-01-01T00:00Z")).toEqual([]);
  expect(await rows("--actor", "nobody")).toEqual([]);
  expect((await ada.keyfold(["audit", "--actor", "nobody"])).stdout).toBe("There are no such rows.\n");
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
