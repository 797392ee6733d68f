import { expect, it } from "vitest";
import { attempt } from "./bench.ts";
import { summarize } from "./measuring/figure.ts";
import type { Row } from "./report/row.ts";

const row: Row = { group: "server", what: "a read", ours: summarize([1], "ms") };

it("gives the rows of what went well, and notes what failed and why", async () => {
  const notes: string[] = [];
  const bench = { print: () => {}, note: (text: string) => notes.push(text) };
  expect(await attempt(bench, "reads", async () => [row])).toEqual([row]);
  const failing = async (): Promise<Row[]> => {
    throw new Error("no answer\nat a line");
  };
  expect(await attempt(bench, "writes", failing)).toEqual([]);
  expect(notes).toEqual(["Failed, so not counted: writes (Error: no answer)"]);
});
