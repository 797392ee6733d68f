// node run.ts ENVIRONMENT LINES PROGRAM…: runs the programs of a page, one after the other, in what the page takes for
// granted. LINES are those that say what they give.

import assert from "node:assert/strict";

interface Environment {
  before(): unknown;
  /** Gets what the programs named at their top. */
  after?(named: Record<string, unknown>): unknown;
}

const [environment = "", lines, ...programs] = process.argv.splice(2);
const reached = new Set<number>();
const named: Record<string, Partial<Disposable>> = {};

Object.assign(globalThis, {
  gives(line: number, value: unknown, said: unknown): unknown {
    assert.deepEqual(structuredClone(value), said);
    reached.add(line);
    return value;
  },
});

// Also keeps the process alive, which none of what watches does.
const deadline = setTimeout(() => assert.fail("the programs are not done in 20 s"), 20_000);
const { before, after } = (await import(environment)) as Environment;
await before();
for (const program of programs) Object.assign(named, await import(program));
await after?.(named);
for (const value of Object.values(named)) value?.[Symbol.dispose]?.();
clearTimeout(deadline);
const gave = [...reached].sort((one, other) => one - other).join();
assert.equal(gave, lines, `only lines ${gave} of ${lines} were reached`);
