import { expect, it } from "vitest";
import { admin, cloud, person } from "../person.ts";

it("shows whose token commands use, and what it may do", async () => {
  const ada = await admin();
  const grants = [
    { role: "editor", names: ["prod/orders/*", "a,b"] },
    { role: "runner", names: ["dev/*"], runSeconds: 90 },
  ] as const;
  const { token, expiresAt } = await ada.client.createToken({
    name: "bo",
    grants: grants.map(({ names, ...grant }) => ({ ...grant, names: [...names] })),
    ttlSeconds: 3600,
  });
  const bo = person(cloud(ada.team.url, token));
  const { stdout } = await bo.keyfold(["whoami"]);
  expect(stdout.split("\n")).toEqual([
    `server  ${ada.team.url}`,
    expect.stringMatching(/^team {4}team \d+$/),
    "token   bo",
    "grants  editor:prod/orders/*,a\\,b",
    "        runner:dev/*, runs up to 90s",
    `until   ${expiresAt?.replace("T", " ").replace(/\.\d+/, "")}`,
    "",
  ]);
  expect(JSON.parse((await bo.keyfold(["whoami", "--json"])).stdout)).toMatchObject({
    server: ada.team.url,
    kind: "token",
    name: "bo",
    grants,
    expiresAt,
  });
  expect((await ada.keyfold(["whoami"])).stdout).toContain("until   it is revoked\n");

  const doctor = await bo.keyfold(["doctor", "--json"]);
  const { findings } = JSON.parse(doctor.stdout) as { findings: { text: string }[] };
  expect(findings.at(-1)?.text).toMatch(
    /answers; the token is "bo", of the team "team \d+", with editor:prod\/orders\/\*,a\\,b; runner:dev\/\*, runs up to 90s, until \d{4}-/,
  );

  const run = await person(cloud(ada.team.url, (await ada.client.openRun({ allow: ["a"] })).token)).keyfold(["whoami"]);
  expect(run.stdout).toMatch(/\nrun {5}run:[0-9a-f-]{36}\ngrants {2}runner:\*\n/);
});

it("shows who can read a secret, and through what", async () => {
  const ada = await admin();
  const grants = [{ role: "runner" as const, names: ["prod/orders/*"] }];
  const { id } = await ada.client.createToken({ name: "orders", grants });
  await ada.client.createToken({ name: "dev", grants: [{ role: "runner", names: ["dev/*"] }] });
  await ada.client.createToken({ name: "writer", role: "editor" });
  const of = async (name: string): Promise<string[]> =>
    (await ada.keyfold(["access", name])).stdout.split("\n").map((line) => line.replace(/^[0-9a-f-]{36}/, "ID"));
  expect(await of("prod/orders/db url")).toEqual([
    "ID                                    KIND   NAME    THROUGH",
    "ID  token  orders  runner:prod/orders/*",
    "ID  token  admin   runner:*",
    "",
  ]);
  expect(await of("prod/orders")).toEqual([expect.stringContaining("THROUGH"), "ID  token  admin  runner:*", ""]);
  const { stdout } = await ada.keyfold(["access", "prod/orders/db url", "--json"]);
  expect(JSON.parse(stdout)).toContainEqual({ id, kind: "token", name: "orders", through: "runner:prod/orders/*" });
});

it("says so where nobody can read it", async () => {
  const ada = await admin();
  const token = (await ada.client.tokens())[0]?.id;
  const { token: alone } = await ada.client.createToken({ name: "manager", role: "admin" });
  await ada.client.revokeToken({ id: String(token) });
  const manager = person(cloud(ada.team.url, alone));
  expect((await manager.keyfold(["access", "a"])).stdout).toBe("Nobody may read a.\n");
});
