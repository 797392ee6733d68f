import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { freePort } from "@tooling/vitest/free-port";
import { expect, it } from "vitest";
import { type Admin, admin, cloud, person } from "../person.ts";

const unknown = `keyfold_team_${"x".repeat(49)}`;

/** The messages of commands that are refused, without `keyfold: `. */
async function refused({ keyfold }: Pick<Admin, "keyfold">, ...args: string[]): Promise<string> {
  const { code, stderr } = await keyfold(args);
  expect({ args, code }).toEqual({ args, code: 1 });
  return stderr.replace(/^keyfold: /, "");
}

it("says which server refused which token, of whom, in the words of commands", async () => {
  const ada = await admin();
  const { url } = ada.team;
  const { team } = await ada.client.whoami();
  const { token } = await ada.client.createToken({ name: "bo", role: "editor", names: ["prod/*"] });
  const bo = person(cloud(url, token));
  const who = `The server at ${url} refused the token "bo" of the team "${team.name}" (editor:prod/*): `;
  for (const [args, message] of [
    [["audit"], "A token of the role editor may not do this (audit.list).\nUse a token of the role admin or auditor."],
    [["run", "--", "true"], "A token of the role editor may not do this (run.open).\nUse a token of the role runner."],
    [["secret", "rollback", "a", "--to", "1"], 'No grant of this token covers "a".\n'],
  ] as const) {
    expect(await refused(bo, ...args)).toContain(who + message);
  }
  const json = JSON.parse((await bo.keyfold(["audit", "--json"])).stderr);
  expect(json.error).toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining(who) });

  const of = `The server at ${url} refused: `;
  expect(await refused(ada, "secret", "rollback", "none", "--to", "1")).toContain(
    `${of}There is no secret of this name.`,
  );
  expect(await refused(ada, "run", "end", "none")).toContain(`${of}There is no such run.\nSee the ids`);
  expect(await refused(ada, "run", "--ttl", "400d", "--", "true")).toContain(
    `${of}A lifetime must be 1 to 86400 seconds.`,
  );
  expect(await refused(ada, "run", "--env", "A=none", "--", "true")).toContain(
    `these secrets could not be read from ${url}: "none" (There is no secret of this name).`,
  );
});

it("says where a token comes from that is not valid, and what to do there", async () => {
  const { team } = await admin();
  const list = ["secret", "list"];
  const from = `The server at ${team.url} refused the token from `;
  expect(await refused(person(cloud(team.url, unknown)), ...list)).toContain(
    `${from}the variable KEYFOLD__CLOUD__TOKEN: The token is not valid: unknown, expired or revoked.\nSet another there`,
  );

  const of = person({ KEYFOLD__CLOUD__URL: team.url, KEYFOLD_CONFIG: join(person().home, "my.toml") });
  writeFileSync(of.env.KEYFOLD_CONFIG ?? "", `[cloud]\ntoken = "${unknown}"\n`, { mode: 0o600 });
  expect(await refused(of, ...list)).toContain(`${from}cloud.token (${of.env.KEYFOLD_CONFIG}:2): `);

  const bo = person();
  const own = createClient({ url: team.url, token: team.token });
  const { id, token } = await own.createToken({ name: "bo", role: "admin" });
  await bo.keyfold(["login", team.url], token);
  await bo.keyfold(["login", team.url, "--as", "bo"], token);
  await own.revokeToken({ id });
  expect(await refused(bo, ...list)).toMatch(new RegExp(`${from}the login to it: .*\n.*keyfold login ${team.url}\n$`));
  expect(await refused(bo, ...list, "--as", "bo")).toMatch(
    new RegExp(`${from}the login named bo: .*\n.*keyfold login ${team.url} --as bo\n$`),
  );
  const again = await bo.keyfold(["login", team.url], token);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`${team.url} does not know this token`) });

  const file = join(bo.home, "token");
  writeFileSync(file, unknown.replace("team", "run"));
  const inRun = person({ ...cloud(team.url, ""), KEYFOLD__CLOUD__TOKEN_FILE: file });
  expect(await refused(inRun, ...list)).toContain(`${from}the file ${file}: `);
});

it("says nothing of what was set, and names a server that is down", async () => {
  const ada = await admin();
  const { token } = await ada.client.createToken({ name: "ci", role: "runner" });
  const ci = person(cloud(ada.team.url, token));
  const { stderr } = await ci.keyfold(["secret", "set", "a", "--stdin"], canary);
  expect(stderr).toContain('refused the token "ci"');
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await refused(person(cloud(url, token)), "token", "list")).toBe(
    `There was no answer from ${url} (ECONNREFUSED).\nCheck that the server runs, and the URL's scheme, host and port; keyfold doctor looks into it.\n`,
  );
});
