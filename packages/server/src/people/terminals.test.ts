import { randomBytes } from "node:crypto";
import { codeOf } from "@keyfold/common/terminal-code";
import { describe, expect, test } from "vitest";
import { arrive, lastRow, peopleServer, trustFor, whoIs } from "../../test/people.ts";
import { createTrust } from "../../test/trusts.ts";
import { type Page, Walker } from "../../test/walker.ts";
import { SealedState } from "./sealed-state.ts";
import { challengeOf } from "./terminal-code.ts";
import type { AllowedTerminal } from "./terminals.ts";

const server = await peopleServer();
server.provider.accounts.set("ada", { email: "Ada@acme.example", email_verified: true, groups: ["orders"] });
await createTrust(server, trustFor(server, "orders", { groups: "orders" }));

describe("a terminal", () => {
  const secret = (): string => `keyfold_login_${randomBytes(32).toString("base64url")}`;
  const poll = async (of: string): Promise<{ waiting?: boolean; token?: string; name?: string } | null> => {
    const response = await fetch(`${server.url}/sign-in/token`, {
      method: "POST",
      headers: { authorization: `Bearer ${of}` },
    });
    return JSON.parse(await response.text()).data;
  };
  const challenge = (of: string): Buffer => challengeOf(`Bearer ${of}`) as Buffer;
  const arriveFor = (of: string, walker: Walker): Promise<Page> =>
    arrive(server, "ada", `?terminal=${challenge(of).toString("base64url")}`, walker);

  test("gets its token, once, when the person has typed its code", async () => {
    const [own, walker] = [secret(), new Walker()];
    expect(await poll(own)).toEqual({ waiting: true });
    const page = await arriveFor(own, walker);
    expect(page.text).not.toContain(codeOf(challenge(own)));
    const code = codeOf(challenge(own)).toLowerCase().replace(/^..../, "$& - ");
    const copy = new Walker();
    const { host } = new URL(server.url);
    copy.cookies.set(host, new Map(walker.cookies.get(host)));
    expect((await walker.submit(page, { code })).text).toContain("The terminal is signed in");
    expect(await whoIs(server, walker)).toBeUndefined();
    const { token = "", name } = (await poll(own)) ?? {};
    expect(name).toBe("sso:ada@acme.example");
    const whoami = await server.ask(token, "{ whoami { kind name } }");
    expect(whoami.data.whoami).toEqual({ kind: "token", name: "sso:ada@acme.example" });
    expect((await copy.submit(page, { code })).status).toBe(403);
    expect(await lastRow(server)).toMatchObject({ action: "token.create", outcome: "refused", reason: "used before" });
    expect(await poll(own)).toEqual({ waiting: true });
    const end = async (by: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${by}` };
      return JSON.parse((await server.server.inject({ url: "/sign-in/end", headers })).body).data;
    };
    expect([await end(server.admin), await end(token), await end(token)]).toEqual([
      { ended: false },
      { ended: true },
      null,
    ]);
    expect((await server.ask(token, "{ whoami { kind name } }")).code).toBe("UNAUTHENTICATED");
  });

  test("that somebody else began gets none", async () => {
    const [attackers, own, walker] = [secret(), secret(), new Walker()];
    const page = await arriveFor(attackers, walker);
    for (const code of ["", codeOf(challenge(own)), "0".repeat(8)]) {
      const again = await walker.submit(page, { code });
      expect([again.status, again.text.includes("That is not the code")]).toEqual([403, true]);
      expect(await lastRow(server)).toMatchObject({ action: "token.create", outcome: "refused", reason: "code" });
    }
    expect([await poll(attackers), await poll(own)]).toEqual([{ waiting: true }, { waiting: true }]);
    expect(await poll("keyfold_login_x")).toBeNull();
  });

  test("gets none after its two minutes, whatever the row says of its time", async () => {
    const [own, walker] = [secret(), new Walker()];
    await walker.submit(await arriveFor(own, walker), { code: codeOf(challenge(own)) });
    server.clock.now += 120_000;
    await server.sql(`update terminal_sign_in set expires_at = ${server.clock.now + 1}`);
    expect(await poll(own)).toBeNull();
    expect(await lastRow(server)).toMatchObject({ action: "token.create", outcome: "refused", reason: "terminal" });
  });

  test("gets none by what a server of before sealed without that time", async () => {
    const [own, walker] = [secret(), new Walker()];
    await walker.submit(await arriveFor(own, walker), { code: codeOf(challenge(own)) });
    const { auditKey, database } = await server.openInstance();
    const [sealed, purpose] = [new SealedState(auditKey), `terminal ${challenge(own).toString("base64url")}`];
    await database.transaction(async ({ query }) => {
      const row = query.selectFrom("terminal_sign_in").select("allowed").where("challenge", "=", challenge(own));
      const { allowed } = await row.executeTakeFirstOrThrow();
      const { until, ...before } = sealed.unseal<AllowedTerminal>(purpose, allowed) as AllowedTerminal;
      expect(until).toBe(server.clock.now + 120_000);
      await query
        .updateTable("terminal_sign_in")
        .set({ allowed: sealed.seal(purpose, before) })
        .where("challenge", "=", challenge(own))
        .execute();
    });
    await database.close();
    expect(await poll(own)).toBeNull();
    expect(await lastRow(server)).toMatchObject({ action: "token.create", outcome: "refused", reason: "terminal" });
  });
});

test("the log and the rows have nothing that a terminal signs in with", async () => {
  const all = server.log() + JSON.stringify(await server.sql("select * from audit_event"));
  expect(all).not.toContain("keyfold_login");
});
