import { describe, expect, it } from "vitest";
import { interleave } from "../interleave.ts";
import { summarize } from "./figure.ts";
import { type Goal, judge, type Row } from "./row.ts";

const row = (ours: number, theirs: number | undefined, goal?: Goal): Row => ({
  what: "a read",
  ours: summarize([ours], "ms"),
  peer:
    theirs === undefined
      ? { name: "OpenBao", missing: "no network" }
      : { name: "OpenBao", figure: summarize([theirs], "ms") },
  ...(goal && { goal }),
});

const times = (ratio: number) => summarize([ratio], "×");

describe("judge", () => {
  it.each([
    [20, 10, "at most", 2, { ratio: times(2), verdict: "met" }],
    [30, 10, "at most", 2, { ratio: times(3), verdict: "missed", missedBy: 0.5 }],
    [20, 10, "at least", 2, { ratio: times(2), verdict: "met" }],
    [15, 10, "at least", 2, { ratio: times(1.5), verdict: "missed", missedBy: 0.25 }],
  ] as const)("%d to %d, %s %d", (ours, theirs, is, bound, expected) => {
    expect(judge(row(ours, theirs, { of: "ratio", is, bound }))).toEqual(expected);
  });

  it("does not count a row whose peer is missing", () => {
    expect(judge(row(1, undefined, { of: "ratio", is: "at most", bound: 2 }))).toEqual({ verdict: "not counted" });
  });

  it("holds a bound on our figure without a peer", () => {
    const goal: Goal = { of: "figure", is: "at most", bound: 12 };
    const alone = { what: "size", ours: summarize([13.2], "kB"), goal } as const;
    expect(judge(alone)).toEqual({ verdict: "missed", missedBy: expect.closeTo(0.1) });
    expect(judge({ ...alone, ours: summarize([12], "kB") })).toEqual({ verdict: "met" });
  });

  it("only compares where there is no goal", () => {
    expect(judge(row(5, 10))).toEqual({ ratio: times(0.5), verdict: "no goal" });
  });

  it.each(Array.from({ length: 11 }, (_none, change) => change))(
    "is not misled by a machine that is half as fast from sample %d on",
    async (change) => {
      let taken = 0;
      const sample = (ms: number) => () => (taken++ < change ? ms : 2 * ms);
      const { ours, theirs } = await interleave({ ours: sample(120), theirs: sample(100) }, 5);
      const peer = { name: "OpenBao", figure: summarize(theirs, "ms") };
      const { ratio, verdict } = judge({
        what: "a read",
        ours: summarize(ours, "ms"),
        peer,
        goal: { of: "ratio", is: "at most", bound: 1.25 },
      });
      expect(ratio?.median).toBeCloseTo(1.2);
      expect(verdict).toBe("met");
    },
  );
});
