import { summarize } from "../measuring/summarize.ts";
import type { Report } from "./row.ts";

/** A report with a row of each kind, for tests. */
export const sampleReport: Report = {
  at: "2026-02-03T04:05:06.000Z",
  machine: { cores: 2, processor: "a processor", platform: "linux x64", node: "24.0.0" },
  quick: false,
  rows: [
    {
      group: "local",
      what: "load a file",
      ours: summarize([39, 40, 41], "ms"),
      peer: { name: "smol-toml", figure: summarize([36, 38, 40], "ms") },
      goal: { of: "ratio", is: "at most", bound: 1.25 },
    },
    {
      group: "local",
      what: "size",
      ours: summarize([15], "kB"),
      goal: { of: "figure", is: "at most", bound: 12 },
    },
    {
      group: "server",
      what: "reads <32 & more>",
      ours: summarize([6000], "/s"),
      peer: { name: "OpenBao", missing: "no network" },
      goal: { of: "ratio", is: "at least", bound: 2 },
    },
    {
      group: "command",
      what: "bare Node",
      ours: summarize([80], "ms"),
      peer: { name: "Node", figure: summarize([20], "ms") },
    },
  ],
  notes: ["Left out: a million secrets."],
};
