import { parse } from "smol-toml";
import { expect, it } from "vitest";
import { findImpossibleDate } from "./impossible-date.ts";

const forms = ["", "T10:00:00Z", "t10:00:00.5+01:00", " 10:00:00", "T10:00"];

it.each(["2026-02-29", "2026-02-30", "2100-02-29", "1900-02-29", "2026-04-31", "2026-11-31"])(
  "finds %s in every form of a date",
  (day) => {
    for (const form of forms) {
      const toml = `# 2026-02-30\n[a]\ns = "2026-02-30"\nb = [1, ${day}${form} ]\n`;
      expect(parse(toml)).toBeDefined();
      expect(findImpossibleDate(toml)).toEqual({ keys: ["a", "b"], line: 4 });
    }
  },
);

it.each(["2024-02-29", "2000-02-29", "2026-01-31", "2026-12-31", "2026-04-30"])("takes %s", (day) => {
  for (const form of forms) expect(findImpossibleDate(`a = ${day}${form}\n`)).toBeUndefined();
});
