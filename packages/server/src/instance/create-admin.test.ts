import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { verifyInstance } from "../audit/verify-instance.ts";
import { instanceSettings } from "../settings/settings.ts";
import { createAdmin } from "./create-admin.ts";

test("a team whose last admin is gone gets another, on record, by whoever can open the instance", async () => {
  const server = await testServer();
  const { ask, admin, stores, dataFolder, clock } = server;
  await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }');
  const settings = instanceSettings(dataFolder, stores);
  const create = (options: object) =>
    createAdmin({ settings, name: "back", runner: true, clock: () => clock.now, ...options });
  const whoami = async (token: string) =>
    (await ask(token, "{ whoami { team { name } name grants { role names } } }")).data.whoami;

  const first = await create({});
  const grants = ["admin", "runner"].map((role) => ({ role, names: null }));
  expect(await whoami(first.token)).toEqual({ team: { name: "default" }, name: "back", grants });
  const other = await create({ team: "other", runner: false });
  expect(await whoami(other.token)).toMatchObject({ team: { name: "other" }, grants: [{ role: "admin" }] });
  await expect(create({})).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(create({ team: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });

  const query = '{ auditEvents(where: { action: "token.create", actor: "create-admin" }) { actor detail } }';
  const rows = (await ask(first.token, query)).data.auditEvents;
  expect(rows).toEqual([
    { actor: "create-admin", detail: expect.objectContaining({ name: "back", grants: expect.anything() }) },
  ]);
  const instance = await server.openInstance();
  expect(await verifyInstance(instance).finally(() => instance.database.close())).toMatchObject({ ok: true });
});
