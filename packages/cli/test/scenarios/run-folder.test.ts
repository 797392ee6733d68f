import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { admin, cloud, person, runner } from "../person.ts";

const secrets = {
  "db url": "outside",
  "prod/db url": "of prod",
  "prod/orders/db url": "of orders",
  "prod/orders/kafka/url": "kafka",
  "prod/key": "key",
  "dev/db url": "of dev",
};
const show = ["--env", "DB=db url", "--shell", 'echo "$DB"'];

it("looks in a folder, then in each around it, by --folder or cloud.folder", async () => {
  const bo = await runner(secrets);
  const dbIn = async (...flags: string[]): Promise<string> => (await bo.keyfold(["run", ...flags, ...show])).stdout;
  expect(await dbIn()).toBe("outside\n");
  expect(await dbIn("--folder", "prod/orders")).toBe("of orders\n");
  expect(await dbIn("--folder", "prod/payments")).toBe("of prod\n");
  expect(await dbIn("--folder", "staging")).toBe("outside\n");
  expect(await dbIn("--folder", "prod/orders", "--redact")).toBe("<secret>\n");
  bo.env.KEYFOLD__CLOUD__FOLDER = "prod";
  expect(await dbIn()).toBe("of prod\n");
  expect(await dbIn("--folder", "dev")).toBe("of dev\n");
  const full = ["--env", "A=/db url", "--file", "B=/dev/db url", "--shell", 'echo "$A"; cat "$B"'];
  expect((await bo.keyfold(["run", ...full])).stdout).toBe("outside\nof dev");
});

it("reads within the grants alone, and the program's own code does so, too", async () => {
  const ada = await admin();
  for (const [name, value] of Object.entries(secrets)) await ada.client.setSecret({ name, value });
  const grants = [{ role: "runner" as const, names: ["prod/orders/*"] }];
  const { token } = await ada.client.createToken({ name: "orders", grants });
  const orders = person(cloud(ada.team.url, token));
  expect((await orders.keyfold(["run", "--folder", "prod/orders", ...show])).stdout).toBe("of orders\n");
  const refused = await orders.keyfold(["run", "--folder", "prod/orders", "--env", "A=/prod/key", "--", "true"]);
  const missing = await orders.keyfold(["run", "--folder", "prod/orders", "--env", "A=/prod/nope", "--", "true"]);
  expect(refused.code).toBe(1);
  expect(missing.stderr).toBe(refused.stderr.replaceAll("prod/key", "prod/nope"));
});

it("can't be changed inside a run, nor where secrets are local", async () => {
  const ada = await admin();
  const { token } = await ada.client.openRun({ folder: "prod" });
  const inside = person(cloud(ada.team.url, token));
  expect((await inside.keyfold(["run", "--", "true"])).code).toBe(0);
  expect(await inside.keyfold(["run", "--folder", "dev", "--", "true"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--folder can't change it"),
  });
  const local = await person().keyfold(["run", "--folder", "dev", "--", "true"]);
  expect(local).toMatchObject({ code: 0, stderr: expect.stringContaining("local secrets know no folders") });
});

it("has keyfold types write the names that a program there asks for", async () => {
  const bo = await admin();
  for (const [name, value] of Object.entries(secrets)) await bo.client.setSecret({ name, value });
  const namesIn = (): string[] =>
    [...readFileSync(join(bo.home, "secret-names.d.ts"), "utf8").matchAll(/^ {4}"(.*)": unknown;$/gm)].map(([, name]) =>
      String(name),
    );
  await bo.keyfold(["types", "--folder", "prod/orders"]);
  expect(namesIn()).toEqual(["db url", "dev/db url", "kafka/url", "key"]);
  bo.env.KEYFOLD__CLOUD__FOLDER = "dev";
  await bo.keyfold(["types"]);
  expect(namesIn()).toEqual(["db url", "prod/db url", "prod/key", "prod/orders/db url", "prod/orders/kafka/url"]);
});
