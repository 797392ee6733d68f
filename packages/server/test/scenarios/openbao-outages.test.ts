import { canary } from "@tooling/vitest/canary";
import { startOpenBao } from "@tooling/vitest/openbao";
import { afterAll, expect, test } from "vitest";
import { sessionHeaders, signIn, testServer } from "../test-server.ts";

const bao = await startOpenBao();
afterAll(() => bao.remove());

test("a server whose OpenBao is sealed, stopped, frozen or started again says so in time, and goes on", async () => {
  const stores = { vault: bao.url, vaultToken: bao.rootToken, vaultTimeoutSeconds: 2 };
  const { clock, set, read, openRun, ask, admin, server, log, sql } = await testServer({ stores });
  await set("n", canary);
  const run = await openRun();
  // Raft takes entries of a mebibyte, and this has two bytes for each character there.
  expect((await set("n", "\n".repeat(500_000))).code).toBe("LIMIT_EXCEEDED");
  const faults: [fault: () => Promise<unknown>, mended: () => Promise<unknown>][] = [
    [() => bao.seal(), () => bao.unseal()],
    [() => bao.stop("SIGKILL"), () => bao.start().then(() => bao.unseal())],
    [() => bao.stop("SIGTERM"), () => bao.start().then(() => bao.unseal())],
    [async () => bao.freeze("SIGSTOP"), async () => bao.freeze("SIGCONT")],
  ];
  for (const [index, [fault, mended]] of faults.entries()) {
    await fault();
    expect(await read(run.token, "n")).toMatchObject({ data: { secretValue: null }, code: "VAULT_UNAVAILABLE" });
    expect((await set("n", 1)).code).toBe("VAULT_UNAVAILABLE");
    const names = Array.from({ length: 1000 }, (_none, each) => (each % 2 ? "n" : "absent"));
    const many = await ask(run.token, "query ($names: [String!]!) { secretValues(names: $names) { error { code } } }", {
      names,
    });
    expect(many.code).toBe("VAULT_UNAVAILABLE");
    clock.now += 1000;
    const ready = await server.inject({ method: "GET", url: "/readyz" });
    expect(JSON.parse(ready.body)).toMatchObject({ parts: { database: "ok", vault: "unavailable", audit: "ok" } });
    // What needs no value is served all the same.
    expect((await ask(admin, "{ secret { version } }")).data.secret).toEqual([{ version: index + 1 }]);
    await mended();
    expect((await read(run.token, "n")).data.secretValue).toBe(canary);
    expect((await set("n", canary)).data.setSecret.version).toBe(index + 2);
    clock.now += 1000;
    expect((await server.inject({ method: "GET", url: "/readyz" })).statusCode).toBe(200);
  }
  // A secret that was purged while OpenBao was away is gone at once. Its five values are noted for removal, like those
  // of the five sets that failed.
  await bao.stop();
  const removed = await ask(admin, 'mutation { deleteSecret(input: { name: "n", purge: true }) { success } }');
  expect(removed.data.deleteSecret).toEqual({ success: true });
  expect(await sql("select path from vault_leftover where due_at = 0")).toHaveLength(10);
  expect(log()).toContain("VAULT_UNAVAILABLE");
  await bao.start();
  await bao.unseal();
});

test("a value that is on its way when its run ends or expires is not given out, and the log has the refusal", async () => {
  const clock = { now: Date.now() };
  const stores = { vault: bao.url, vaultToken: bao.rootToken };
  const { set, read, openRun, ask, admin } = await testServer({ stores, clock: () => clock.now });
  await set("n", canary);
  const [ended, expired] = [await openRun(), await openRun()];
  bao.freeze("SIGSTOP");
  const reading = [
    read(ended.token, "n"),
    read(expired.token, "n"),
    ask(expired.token, '{ secretValues(names: ["n", "absent"]) { value } }'),
  ];
  await ask(admin, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", { id: ended.id });
  clock.now += 301_000;
  bao.freeze("SIGCONT");
  for (const { data, code } of await Promise.all(reading)) {
    expect(code).toMatch(/^RUN_(?:ENDED|EXPIRED)$/);
    expect(JSON.stringify(data)).not.toContain(canary.slice(0, 10));
  }
  const { data } = await ask(admin, '{ auditEvents(where: { action: "secret.read" }) { outcome code } }');
  // A request of a run that is over has one row, however many names it asked for.
  expect(data.auditEvents).toEqual(
    Array(3).fill({ outcome: "refused", code: expect.stringMatching(/^RUN_(?:ENDED|EXPIRED)$/) }),
  );
});

test("a value that is on its way when its token is revoked or its session ends is not kept, and the log has the refusal", async () => {
  const server = await testServer({ stores: { vault: bao.url, vaultToken: bao.rootToken, vaultTimeoutSeconds: 60 } });
  const { set, ask, admin, sql } = server;
  const editor = await server.makeToken("editor");
  const session = await signIn(server, admin);
  bao.freeze("SIGSTOP");
  const query = 'mutation { setSecrets(input: [{ name: "a", value: 1 }, { name: "b", value: 2 }]) { versions } }';
  const setting = [set("n", canary, editor.token), ask(editor.token, query), set("n", canary, session)];
  // The paths are reserved before OpenBao is asked.
  await expect.poll(() => sql("select path from vault_leftover")).toHaveLength(4);
  const revoke = "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }";
  expect((await ask(admin, revoke, { id: editor.id })).data.revokeToken).toEqual({ success: true });
  const ended = await server.server.inject({ url: "/session/end", headers: sessionHeaders(session) });
  expect(JSON.parse(ended.body)).toEqual({ data: { signedIn: false } });
  bao.freeze("SIGCONT");
  expect((await Promise.all(setting)).map(({ code }) => code)).toEqual(Array(3).fill("UNAUTHENTICATED"));
  expect(await sql("select name from secret")).toEqual([]);
  const { data } = await ask(admin, '{ auditEvents(where: { action: "secret.set" }) { outcome code } }');
  // One row for each request.
  expect(data.auditEvents).toEqual(Array(3).fill({ outcome: "refused", code: "UNAUTHENTICATED" }));
});
