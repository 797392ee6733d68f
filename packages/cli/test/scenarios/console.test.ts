import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { admin, person } from "../person.ts";

const opener = process.platform === "darwin" ? "open" : "xdg-open";

it("prints the address of the server's page, without a token", async () => {
  const ada = await admin();
  expect(await ada.keyfold(["console"])).toMatchObject({ code: 0, stdout: `${ada.team.url}/\n`, stderr: "" });
  expect(JSON.parse((await ada.keyfold(["console", "--json"])).stdout)).toEqual({ url: `${ada.team.url}/` });
  expect(await person().keyfold(["console"])).toMatchObject({ code: 1, stdout: "" });
});

it("opens it in a browser from a terminal, unless told not to", async () => {
  const ada = await admin();
  const bin = join(ada.home, "bin");
  const opened = join(ada.home, "opened");
  mkdirSync(bin);
  writeFileSync(join(bin, opener), `#!/bin/sh\nprintf %s "$*" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`);
  chmodSync(join(bin, opener), 0o755);
  const bo = person({ ...ada.env, PATH: `${bin}:${process.env.PATH}` });
  await bo.inTerminal(["console", "--no-browser"]);
  expect(existsSync(opened)).toBe(false);
  await bo.inTerminal(["console"]);
  await expect.poll(() => existsSync(opened) && readFileSync(opened, "utf8")).toBe(`${ada.team.url}/`);
});
