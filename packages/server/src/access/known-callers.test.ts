import { expect, test } from "vitest";
import type { RunCaller, TokenCaller } from "./caller.ts";
import { wholeTeam } from "./grants.ts";
import { KnownCallers } from "./known-callers.ts";
import { makeRunToken, makeTeamToken } from "./token-format.ts";

const runOf = (names: number, expiresAt = 1000): RunCaller => ({
  ...{ kind: "run", id: "r", teamId: "t", actor: "run:r", label: null, openedBy: "a", openedById: "b" },
  ...{ folder: null, uses: null, grants: [wholeTeam("runner")], expiresAt },
  allow: new Set(Array.from({ length: names }, (_none, index) => `name ${index}`)),
});

const token: TokenCaller = {
  ...{ kind: "team", id: "a", teamId: "t", actor: "a", role: "editor", ofFirstTeam: false },
  ...{ grants: [wholeTeam("editor")], expiresAt: null },
};

test("a token that has no end is remembered until it is forgotten", () => {
  const callers = new KnownCallers();
  const key = makeTeamToken();
  callers.note(key, token);
  expect(callers.get(key, Number.MAX_SAFE_INTEGER)).toBe(token);
  callers.forget(key);
  expect(callers.get(key, 0)).toBeUndefined();
});

test("runs are remembered until they expire or are forgotten, and of more than 50,000 names the oldest go", () => {
  const runs = new KnownCallers();
  const tokens = Array.from({ length: 12 }, () => makeRunToken());
  const [first, ...others] = tokens as [ReturnType<typeof makeRunToken>, ...ReturnType<typeof makeRunToken>[]];
  runs.note(first, runOf(1));
  expect([runs.get(first, 999)?.id, runs.get(first, 1000)]).toEqual(["r", undefined]);
  for (const token of others) runs.note(token, runOf(4999));
  expect(tokens.map((token) => runs.get(token, 0) !== undefined)).toEqual([false, false, ...Array(10).fill(true)]);
  // One that would take the place of many is not remembered, and takes none.
  runs.note(first, runOf(5000));
  expect(runs.get(first, 0)).toBeUndefined();
  for (const token of others) runs.forget(token);
  expect(others.some((token) => runs.get(token, 0) !== undefined)).toBe(false);
  for (const token of others.slice(0, 10)) runs.note(token, runOf(4999));
  expect(others.filter((token) => runs.get(token, 0) !== undefined)).toHaveLength(10);
});
