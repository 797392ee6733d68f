import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { createTrust, deleteTrust, deploy } from "../../test/trusts.ts";
import { wholeTeam } from "../access/grants.ts";
import { insertToken, newToken } from "../access/new-team.ts";

test("deleting a trust ends the tokens of all whom it let in, a part at a time, the caller's last, and nobody else's", async () => {
  const server = await testServer();
  const { ask, admin, teamId, clock } = server;
  const people = { ...deploy, for: "people", issuer: "https://acme.okta.com", claims: { groups: "orders" } };
  const grants = [{ role: "editor" }];
  const ids: string[] = [];
  for (const name of ["orders", "others"]) {
    ids.push((await createTrust(server, { ...people, name, grants })).data.createTrust.id);
  }
  const [trust = "", other = ""] = ids;
  const { database, rowKeys } = await server.openInstance();
  let caller = "";
  await database.transaction(async (transaction) => {
    for (let number = 0; number < 251; number += 1) {
      const name = `sso:/${number}`;
      const made = { createdAt: clock.now, createdBy: name, createdById: null, expiresAt: null };
      const grants = [wholeTeam(number === 0 ? "admin" : "editor")];
      // The caller's would be in the first part.
      const token = { ...newToken({ teamId, name, grants, ...made }), ...(number === 0 && { id: "0" }) };
      if (number === 0) caller = token.token;
      await insertToken(transaction, rowKeys, token);
      const row = {
        ...{ token_id: token.id, team_id: teamId, issuer: people.issuer, subject: String(number) },
        ...{ trusts: JSON.stringify(number === 250 ? [other] : [other, trust]), in_browser: 0, refresh: null },
        ...{ checked_at: clock.now, next_check: null },
      };
      await transaction.query
        .insertInto("person")
        .values({ ...row, mac: rowKeys.personMac(row) })
        .execute();
    }
  });
  await database.close();

  expect((await deleteTrust(server, trust, caller)).errors).toEqual([]);
  expect((await ask(caller, "{ whoami { name } }")).code).toBe("UNAUTHENTICATED");
  const left = (await ask(admin, "{ tokens(where: { live: true, role: editor }) { name } }")).data.tokens;
  expect(left).toEqual([{ name: "sso:/250" }]);
  const rows = await server.sql(
    "select action from audit_event where action in ('token.revoke', 'trust.delete') order by seq",
  );
  const actions = (rows as { action: string }[]).map(({ action }) => action);
  expect(actions.filter((action) => action === "token.revoke")).toHaveLength(250);
  // All but the last of them were on record, and over, before the commit that deletes the trust.
  expect(actions.indexOf("trust.delete")).toBe(199);
});
