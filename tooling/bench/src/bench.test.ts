import { expect, it } from "vitest";
import { measureEach } from "./bench.ts";
import { summarize } from "./report/figure.ts";
import { row } from "./report/row.ts";

it("gives the rows of what went well, and notes what failed and why", async () => {
  const notes: string[] = [];
  const bench = { print: () => {}, note: (text: string) => notes.push(text) };
  const reads = row("a read", summarize([1], "ms"));
  const rows = await measureEach(bench, {
    writes: () => Promise.reject(new Error("no answer\nat a line")),
    reads: async () => reads,
  });
  expect(rows).toEqual(reads);
  expect(notes).toEqual(["Failed, so not counted: writes (Error: no answer)"]);
});
