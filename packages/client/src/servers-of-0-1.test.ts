import { expect, test } from "vitest";
import { clientOf } from "./test/client-of.ts";
import { answer, faultyServer } from "./test/faulty-server.ts";
import { quickClock } from "./test/quick-clock.ts";
import { thrownBy } from "./test/thrown-by.ts";

const unknownField = answer(400, {
  errors: [{ message: 'Cannot query field "grants" on type "Token".', extensions: { code: "BAD_INPUT", tip: "" } }],
});
const times = { createdAt: "2026-01-31T08:00:00.000Z", expiresAt: null, lastUsedAt: null, revokedAt: null };
const oldTokens = [
  { id: "1", name: "ada", role: "admin", ...times },
  { id: "2", name: "ci", role: "runner", ...times },
];

test("of a server of 0.1 a token's grants are what its role stands for", async () => {
  const { url, seen } = await faultyServer(unknownField, answer(200, { data: { tokens: oldTokens } }));
  const grant = { names: null, runSeconds: null, uses: null };
  expect(await clientOf(url, quickClock()).tokens({ limit: 2 })).toEqual([
    {
      ...oldTokens[0],
      createdBy: null,
      grants: [
        { ...grant, role: "admin" },
        { ...grant, role: "runner" },
      ],
    },
    { ...oldTokens[1], createdBy: null, grants: [{ ...grant, role: "runner" }] },
  ]);
  expect(seen.map(({ body }) => [body.includes("grants"), body.includes('"limit":2')])).toEqual([
    [true, true],
    [false, true],
  ]);
});

test("of a server of 0.1 a run has no folder, and nobody's id", async () => {
  const run = { id: "1", label: null, allow: ["a"], openedAt: times.createdAt, openedBy: "ci", live: true };
  const { url } = await faultyServer(unknownField, answer(200, { data: { runs: [run] } }));
  expect(await clientOf(url, quickClock()).runs()).toEqual([
    { ...run, names: null, folder: null, uses: null, openedById: null },
  ]);
});

test("a page behind a row is never asked of a server of 0.1 as the first page", async () => {
  for (const list of ["runs", "tokens", "secrets"] as const) {
    const { url, seen } = await faultyServer(unknownField);
    expect(await thrownBy(clientOf(url, quickClock())[list]({ after: "1" }))).toMatchObject({ code: "BAD_INPUT" });
    expect(seen.map(({ body }) => body.includes('"after":"1"'))).toEqual([true]);
  }
});

test("what the server refuses both times is thrown, and what it refuses otherwise is not asked again", async () => {
  const twice = await faultyServer(unknownField);
  expect(await thrownBy(clientOf(twice.url, quickClock()).tokens())).toMatchObject({ code: "BAD_INPUT" });
  expect(twice.seen).toHaveLength(2);
  const forbidden = answer(200, { errors: [{ message: "No.", extensions: { code: "FORBIDDEN", tip: "" } }] });
  const once = await faultyServer(forbidden);
  expect(await thrownBy(clientOf(once.url, quickClock()).tokens())).toMatchObject({ code: "FORBIDDEN" });
  expect(once.seen).toHaveLength(1);
});
