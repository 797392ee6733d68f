import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { type Answer, type TestServer, testServer } from "../../test/test-server.ts";
import { verifyInstance } from "../audit/verify-instance.ts";

const seconds = 1000;

const extend = ({ ask }: TestServer, token: string, id: string, ttlSeconds?: number): Promise<Answer> =>
  ask(token, "mutation ($input: extendRunInput!) { extendRun(input: $input) { id expiresAt } }", {
    input: { id, ttlSeconds },
  });

const end = ({ ask }: TestServer, token: string, id: string): Promise<Answer> =>
  ask(token, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", { id });

const open = ({ ask, admin }: TestServer, input: object, token = admin): Promise<Answer> =>
  ask(token, "mutation ($input: openRunInput!) { openRun(input: $input) { id token expiresAt } }", { input });

describe("a run", () => {
  test("reads the names it was opened for, and no other, whether there or not", async () => {
    const server = await testServer();
    const { set, read, ask } = server;
    await set("a", canary);
    await set("b", 2);
    const { token } = (await open(server, { allow: ["a", "not there", "a"], label: "nightly" })).data.openRun;
    expect((await read(token, "a")).data.secretValue).toBe(canary);
    expect((await read(token, "not there")).code).toBe("NOT_FOUND");
    const [refused, absent] = [await read(token, "b"), await read(token, "c")];
    expect(refused).toMatchObject({ code: "NAME_NOT_ALLOWED", data: { secretValue: null } });
    // Alike but for the name that was asked for.
    expect(JSON.stringify(absent.errors)).toBe(JSON.stringify(refused.errors).replace('\\"b\\"', '\\"c\\"'));
    const { data } = await ask(token, '{ secretValues(names: ["a", "b", "c"]) { name value error { code } } }');
    expect(data.secretValues).toEqual([
      { name: "a", value: canary, error: null },
      { name: "b", value: null, error: { code: "NAME_NOT_ALLOWED" } },
      { name: "c", value: null, error: { code: "NAME_NOT_ALLOWED" } },
    ]);
  });

  test("without a list reads all of its team's, also what is set later", async () => {
    const { set, read, openRun } = await testServer();
    const { token } = await openRun();
    expect((await read(token, "a")).code).toBe("NOT_FOUND");
    await set("a", canary);
    expect((await read(token, "a")).data.secretValue).toBe(canary);
  });

  test("ends at its time, to the millisecond, and can't be extended then", async () => {
    const server = await testServer();
    const { set, read, clock } = server;
    await set("a", canary);
    const run = (await open(server, { ttlSeconds: 5 })).data.openRun;
    expect(Date.parse(run.expiresAt)).toBe(clock.now + 5 * seconds);
    clock.now += 5 * seconds - 1;
    expect((await read(run.token, "a")).data.secretValue).toBe(canary);
    clock.now += 1;
    expect((await read(run.token, "a")).code).toBe("RUN_EXPIRED");
    // What clients show that do not know the code.
    expect((await read(run.token, "a")).message).toContain("This run has ended");
    expect((await extend(server, server.admin, run.id)).code).toBe("RUN_EXPIRED");
    expect((await extend(server, run.token, run.id)).code).toBe("RUN_EXPIRED");
    expect((await end(server, server.admin, run.id)).data.endRun).toEqual({ success: true });
  });

  test("is extended from now on, sooner or later than it was, up to the limit on its whole life", async () => {
    const server = await testServer({ limits: { runTtlSeconds: 100, runLifetimeSeconds: 150 } });
    const { clock } = server;
    const opened = clock.now;
    const run = (await open(server, { ttlSeconds: 60 })).data.openRun;
    const expiry = async (token: string, ttl?: number): Promise<number> =>
      (Date.parse((await extend(server, token, run.id, ttl)).data.extendRun.expiresAt) - opened) / seconds;
    clock.now += 30 * seconds;
    expect(await expiry(run.token, 60)).toBe(90);
    expect(await expiry(server.admin, 10)).toBe(40);
    expect(await expiry(server.admin, 100)).toBe(130);
    clock.now += 90 * seconds;
    expect(await expiry(run.token, 100)).toBe(150);
    clock.now += 30 * seconds;
    expect((await extend(server, run.token, run.id, 10)).code).toBe("RUN_EXPIRED");
  });

  test("never outlives the token that opened it, however it is extended", async () => {
    const server = await testServer();
    const { makeToken, clock } = server;
    const end = clock.now + 100 * seconds;
    const { token } = await makeToken("runner", 100);
    const run = (await open(server, { ttlSeconds: 3600 }, token)).data.openRun;
    expect(Date.parse(run.expiresAt)).toBe(end);
    clock.now += 50 * seconds;
    for (const who of [token, run.token, server.admin]) {
      expect(Date.parse((await extend(server, who, run.id, 3600)).data.extendRun.expiresAt)).toBe(end);
    }
    clock.now = end;
    expect((await server.read(run.token, "a")).code).toBe("RUN_EXPIRED");
  });

  test("is extended and ended by who opened it, by itself and by an admin; for others it is not there", async () => {
    const server = await testServer();
    const [opener, other] = [await server.makeToken("runner"), await server.makeToken("runner")];
    const run = (await open(server, {}, opener.token)).data.openRun;
    const unknown = await end(server, other.token, "00000000-0000-4000-8000-000000000000");
    for (const answer of [await extend(server, other.token, run.id), await end(server, other.token, run.id)]) {
      expect(answer.errors[0]).toMatchObject({ message: unknown.message, extensions: { code: "NOT_FOUND" } });
    }
    for (const token of [opener.token, run.token, server.admin]) {
      expect((await extend(server, token, run.id)).code).toBeUndefined();
    }
    const [listed] = (await server.ask(server.admin, "{ runs { openedBy openedById live } }")).data.runs;
    expect(listed).toEqual({ openedBy: "a runner", openedById: opener.id, live: true });
  });

  test("ends with the token that opened it, and with no other", async () => {
    const server = await testServer();
    const { makeToken, set, read, clock, ask, admin } = server;
    await set("a", canary);
    const [revoked, other] = [await makeToken("runner"), await makeToken("runner")];
    const expired = (await open(server, { ttlSeconds: 1 }, revoked.token)).data.openRun;
    clock.now += seconds;
    const runs = [];
    for (const { token } of [revoked, revoked, other]) runs.push((await open(server, {}, token)).data.openRun.token);
    expect((await read(runs[0], "a")).data.secretValue).toBe(canary);
    await ask(admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
    expect((await read(runs[0], "a")).code).toBe("RUN_ENDED");
    expect((await read(runs[1], "a")).code).toBe("RUN_ENDED");
    expect((await read(runs[2], "a")).data.secretValue).toBe(canary);
    clock.now += 3600 * seconds;
    // Ended is final, whatever the time says.
    expect((await read(runs[0], "a")).code).toBe("RUN_ENDED");
    expect((await read(runs[2], "a")).code).toBe("RUN_EXPIRED");
    expect((await read(expired.token, "a")).code).toBe("RUN_EXPIRED");
  });

  test("of a token with very many runs is read and recorded while that is revoked, and all of them have ended by then", async () => {
    const server = await testServer();
    const { makeToken, openRun, set, read, ask, admin } = server;
    await set("a", canary);
    const other = await openRun();
    const revoked = await makeToken("runner");
    const some = Array.from({ length: 12 }, (_none, request) => {
      const fields = Array.from(
        { length: 100 },
        (_field, index) => `r${index}: openRun(input: { ttlSeconds: ${100 * request + index + 60} }) { token }`,
      );
      return ask(revoked.token, `mutation { ${fields.join(" ")} }`);
    });
    const opened = (await Promise.all(some)).flatMap(({ data }) => Object.values(data) as { token: string }[]);
    let isRevoked = false;
    const revoking = ask(admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`).finally(() => {
      isRevoked = true;
    });
    while (!isRevoked) expect((await read(other.token, "a")).data.secretValue).toBe(canary);
    expect((await revoking).code).toBeUndefined();
    const actions = (await server.audit()).map(({ action }) => action).join(" ");
    expect(actions).toMatch(/run\.end .*secret\.read .*run\.end .*token\.revoke/);
    for (const { token } of [...opened.slice(0, 5), ...opened.slice(-5)]) {
      expect((await read(token, "a")).code).toBe("RUN_ENDED");
    }
    const { data } = await ask(admin, "{ runs(where: { live: true }) { id } }");
    expect(data.runs).toEqual([{ id: other.id }]);
    expect(await verifyInstance(await server.openInstance())).toMatchObject({ ok: true });
  });

  test("is one of as many as a token may have live, each token for itself", async () => {
    const server = await testServer({ limits: { liveRuns: 2 } });
    const { makeToken, clock } = server;
    const [one, other] = [(await makeToken("runner")).token, (await makeToken("runner")).token];
    const runs = [];
    for (const ttlSeconds of [1, 60]) runs.push((await open(server, { ttlSeconds }, one)).data.openRun);
    expect((await open(server, {}, one)).code).toBe("LIMIT_EXCEEDED");
    expect((await open(server, {}, other)).code).toBeUndefined();
    clock.now += seconds;
    expect((await open(server, {}, one)).code).toBeUndefined();
    expect((await open(server, {}, one)).code).toBe("LIMIT_EXCEEDED");
    await end(server, one, runs[1].id);
    expect((await open(server, {}, one)).code).toBeUndefined();
  });

  test("is not opened with a token that is revoked by the time it is stored", async () => {
    const server = await testServer();
    const { token, id } = await server.makeToken("runner");
    const revoke = `mutation { revokeToken(input: { id: "${id}" }) { success } }`;
    const [, ...opened] = await Promise.all([
      server.ask(server.admin, revoke),
      ...Array.from({ length: 5 }, () => open(server, {}, token)),
    ]);
    for (const { code, data } of opened) {
      if (code === undefined) expect((await server.read(data.openRun.token, "a")).code).toBe("RUN_ENDED");
      else expect(code).toBe("UNAUTHENTICATED");
    }
  });

  test("once ended reads nothing, whoever ended it; ending it again changes nothing", async () => {
    const server = await testServer();
    const { set, read, admin, makeToken, ask } = server;
    await set("a", canary);
    const runner = (await makeToken("runner")).token;
    for (const who of ["admin", "runner", "itself"]) {
      const run = (await open(server, {}, runner)).data.openRun;
      const token = { admin, runner, itself: run.token }[who] ?? "";
      expect((await end(server, token, run.id)).data.endRun, who).toEqual({ success: true });
      expect((await read(run.token, "a")).code, who).toBe("RUN_ENDED");
      expect((await extend(server, runner, run.id)).code, who).toBe("RUN_ENDED");
      const [before] = (await ask(admin, "{ runs { endedAt live } }")).data.runs;
      server.clock.now += seconds;
      expect((await end(server, admin, run.id)).data.endRun, who).toEqual({ success: true });
      expect((await ask(admin, "{ runs { endedAt live } }")).data.runs[0], who).toEqual(before);
      expect(before.live, who).toBe(false);
    }
  });

  test("can do nothing but read, and extend or end itself", async () => {
    const server = await testServer();
    const [one, other] = [await server.openRun(), await server.openRun()];
    const refused = [await extend(server, one.token, other.id), await end(server, one.token, other.id)];
    const unknown = await end(server, one.token, "00000000-0000-4000-8000-000000000000");
    for (const answer of refused) {
      expect(answer.errors[0]).toMatchObject({ message: unknown.message, extensions: { code: "NOT_FOUND" } });
    }
    expect((await server.read(other.token, "a")).code).toBe("NOT_FOUND");
    expect((await open(server, {}, one.token)).code).toBe("FORBIDDEN");
  });

  test.each([
    [{ ttlSeconds: 0 }, "BAD_INPUT"],
    [{ ttlSeconds: -1 }, "BAD_INPUT"],
    [{ ttlSeconds: 24 * 3600 + 1 }, "BAD_INPUT"],
    [{ ttlSeconds: 1.5 }, "BAD_INPUT"],
    [{ allow: [] }, "BAD_INPUT"],
    [{ allow: [""] }, "BAD_INPUT"],
    [{ allow: ["a\u0000"] }, "BAD_INPUT"],
    [{ allow: Array(1001).fill("a") }, "LIMIT_EXCEEDED"],
    [{ label: "" }, "BAD_INPUT"],
    [{ label: "x".repeat(256) }, "BAD_INPUT"],
  ])("is not opened with %j", async (input, code) => {
    const server = await testServer();
    expect((await open(server, input)).code).toBe(code);
    expect((await server.ask(server.admin, "{ runs { id } }")).data.runs).toEqual([]);
  });
});

test("runs are listed newest first, live or not, in pages, and never with their tokens", async () => {
  const server = await testServer();
  const { ask, admin, clock } = server;
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    ids.unshift((await open(server, { ttlSeconds: 60, allow: ["b", "a"], label: `run ${count}` })).data.openRun.id);
    clock.now += seconds;
  }
  await end(server, admin, ids[4] ?? "");
  const list = async (args: string): Promise<string[]> =>
    (await ask(admin, `{ runs${args} { id } }`)).data.runs.map(({ id }: { id: string }) => id);
  expect(await list("")).toEqual(ids);
  expect(await list("(limit: 2, offset: 1)")).toEqual(ids.slice(1, 3));
  expect(await list("(where: { live: false })")).toEqual([ids[4]]);
  clock.now += 56 * seconds;
  expect(await list("(where: { live: true })")).toEqual(ids.slice(0, 3));
  expect(await list(`(where: { id: "${ids[1]}", live: true })`)).toEqual([ids[1]]);
  expect((await ask(admin, "{ runs(limit: -1) { id } }")).code).toBe("BAD_INPUT");
  const [run] = (await ask(admin, "{ runs(limit: 1) { label allow openedBy openedAt expiresAt endedAt live } }")).data
    .runs;
  expect(run).toMatchObject({ label: "run 4", allow: ["b", "a"], openedBy: "admin", endedAt: null, live: true });
  expect(Date.parse(run.expiresAt) - Date.parse(run.openedAt)).toBe(60 * seconds);
});

test("can't be opened for longer than a run may live in all", async () => {
  const { ask, admin } = await testServer({ limits: { runTtlSeconds: 100, runLifetimeSeconds: 50 } });
  const open = (ttl: number) => ask(admin, `mutation { openRun(input: { ttlSeconds: ${ttl} }) { id } }`);
  expect((await open(51)).code).toBe("BAD_INPUT");
  expect((await open(50)).code).toBeUndefined();
});
