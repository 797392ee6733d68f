import { expect, it } from "vitest";
import { markdownTable } from "./markdown-table.ts";
import { sampleReport } from "./sample-report.ts";
import { terminalTable } from "./terminal-table.ts";

it("prints one table: ours, the peer's, the ratio, the goal and whether it was met", () => {
  expect(terminalTable(sampleReport)).toMatchInlineSnapshot(`
    "                      Keyfold  peer                   ratio     goal  verdict
    ────────────────────────────────────────────────────────────────────────────────────
    load a file        40 ms ±1 %  smol-toml: 38 ms ±3 %  1.05×  ≤ 1.25×  met
    size                    15 kB                                ≤ 12 kB  missed by 25 %

    reads <32 & more>     6,000/s  OpenBao: missing                 ≥ 2×  not counted

    bare Node               80 ms  Node: 20 ms               4×

    Left out: a million secrets.
    Missing, so not counted: OpenBao (no network)
    1 of 2 goals met, 1 not counted."
  `);
});

it("says the same in Markdown, and where it was measured", () => {
  expect(markdownTable(sampleReport)).toMatchInlineSnapshot(`
    "Measured on 2026-02-03: 2 cores (a processor), linux x64, Node 24.0.0.

    |  | Keyfold | peer | ratio | goal | verdict |
    | --- | --- | --- | --- | --- | --- |
    | load a file | 40 ms ±1 % | smol-toml: 38 ms ±3 % | 1.05× | ≤ 1.25× | met |
    | size | 15 kB |  |  | ≤ 12 kB | missed by 25 % |
    | reads <32 & more> | 6,000/s | OpenBao: missing |  | ≥ 2× | not counted |
    | bare Node | 80 ms | Node: 20 ms | 4× |  |  |

    - Left out: a million secrets.
    - Missing, so not counted: OpenBao (no network)

    1 of 2 goals met, 1 not counted."
  `);
});

it("names a missing peer once, however many rows miss it", () => {
  const twice = { ...sampleReport, rows: [...sampleReport.rows, ...sampleReport.rows] };
  expect(terminalTable(twice).match(/not counted: OpenBao/g)).toHaveLength(1);
});
