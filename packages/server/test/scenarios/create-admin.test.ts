import { rmSync } from "node:fs";
import { join } from "node:path";
import { initServer, runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";

test("keyfold-server token create-admin prints a token that a server over the folder takes, and needs the master key", async () => {
  const data = await initServer(join(temporaryFolder(), "data"));
  const create = ["token", "create-admin", "--data", data.dataFolder];
  const { url } = await startServer(data);
  const ask = async (token: string, query: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    return JSON.parse(await response.text());
  };

  const made = await runKeyfoldServer([...create, "--name", "back", "--no-runner"]);
  expect(made).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(/^An admin token of the team default/),
  });
  const [token = ""] = /keyfold_team_\S+/.exec(made.stdout) ?? [];
  const { data: who } = await ask(token, "{ whoami { name grants { role } } }");
  expect(who.whoami).toEqual({ name: "back", grants: [{ role: "admin" }] });
  const query = '{ auditEvents(where: { actor: "create-admin" }) { action detail } }';
  const { data: log } = await ask(data.adminToken, query);
  expect(log.auditEvents).toEqual([{ action: "token.create", detail: expect.objectContaining({ name: "back" }) }]);

  const again = await runKeyfoldServer([...create, "--name", "back"]);
  expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("live token of this name") });
  rmSync(join(data.dataFolder, "master.key"));
  const without = await runKeyfoldServer([...create, "--name", "other"]);
  expect([without.code, without.stdout]).toEqual([1, ""]);
});
