import { expect, it } from "vitest";
import { admin, cloud, person, runner } from "../person.ts";
import { node, startKeyfold } from "../program.ts";

it("lists the live runs, for a runner those that it opened, and ends one", async () => {
  const ada = await admin();
  const { token } = await ada.client.createToken({ name: "nightly", role: "runner" });
  const nightly = person(cloud(ada.team.url, token));
  const label = "backup";
  const reading = startKeyfold(["run", "--folder", "prod/orders", "--label", label, "--", ...node(waits)], nightly.env);
  await reading.line("ready");
  const other = await ada.client.openRun({ ttlSeconds: 60 });
  const [, nightlys] = await ada.client.runs();
  const lines = async (from: typeof nightly, ...flags: string[]): Promise<string[]> =>
    (await from.keyfold(["run", "list", ...flags])).stdout
      .split("\n")
      .map((line) => line.replace(/ [\d-]{10}$/, " DAY").replace(/ [\d:]{8}Z$/, " TIME"));
  expect(await lines(nightly)).toEqual([
    "ID                                    BY       FOLDER       UNTIL",
    `${nightlys?.id}  nightly  prod/orders  DAY`,
    "  backup                                                    TIME",
    "",
  ]);
  expect((await lines(ada)).slice(1, 3)).toEqual([
    `${other.id}  admin                 DAY`,
    expect.stringMatching(/^ +TIME$/),
  ]);

  const { stdout } = await nightly.keyfold(["run", "list", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([{ id: nightlys?.id, label, folder: "prod/orders", live: true }]);

  expect((await nightly.keyfold(["run", "end", other.id])).code).toBe(1);
  expect((await nightly.keyfold(["run", "end", String(nightlys?.id)])).stdout).toBe(
    `The run ${nightlys?.id} is over.\n`,
  );
  expect((await ada.keyfold(["run", "end", other.id, "--json"])).stdout).toBe(`{"id":"${other.id}","ended":true}\n`);
  expect(await lines(ada)).toEqual(["There are no live runs.", ""]);
  expect(await lines(ada, "--all")).toEqual(expect.arrayContaining([`${other.id}  admin                 ended`]));
});

it("is not what a program of that name is taken for", async () => {
  const bo = await runner({});
  const { code, stderr } = await bo.keyfold(["run", "--", "list", "--json"]);
  expect({ code, stderr }).toEqual({ code: 127, stderr: expect.stringContaining("list: there is no such command") });
  expect((await bo.keyfold(["run", "--label", "x", "--", "end"])).code).toBe(127);
  const echoed = await bo.keyfold(["run", "--", "echo", "--", "list"]);
  expect(echoed).toMatchObject({ code: 0, stdout: "-- list\n" });
  expect((await bo.keyfold(["run", "echo", "--", "list"])).stdout).toBe("-- list\n");
  expect(await bo.keyfold(["run", "--"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no command to run"),
  });
});

const waits = "console.log('ready'); setInterval(() => {}, 1000)";
