// node run.ts SURROUNDINGS CLAIMS PROGRAM…: runs the programs of a page, one after the other, in what the page takes for granted.

import assert from "node:assert/strict";

// A program finds no arguments.
const [surroundings = "", claims, ...programs] = process.argv.splice(2);
const reached = new Set<string>();
let program = "";

Object.assign(globalThis, {
  gives(claim: number, value: unknown, said: unknown): void {
    assert.deepEqual(JSON.parse(JSON.stringify(value)), said);
    reached.add(`${program} ${claim}`);
  },
});

const { before, after } = (await import(surroundings)) as Surroundings;
await before();
const named: Record<string, unknown> = {};
for (program of programs) Object.assign(named, await import(program));
await after?.(named);
assert.equal(reached.size, Number(claims), "not every line that says what it gives was reached");

interface Surroundings {
  before(): unknown;
  after?(named: Record<string, unknown>): unknown;
}
