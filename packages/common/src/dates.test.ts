import { expect, it } from "vitest";
import { isImpossibleDate } from "./dates.ts";

const forms = ["", "T10:00:00Z", "t10:00:00.5+01:00", " 10:00:00", "T10:00"];

it.each(["2026-02-29", "2026-02-30", "2100-02-29", "1900-02-29", "2026-04-31", "2026-11-31", "0001-02-29"])(
  "%s does not exist, in no form of a date",
  (day) => {
    for (const form of forms) expect(isImpossibleDate(day + form)).toBe(true);
  },
);

it.each(["2024-02-29", "2000-02-29", "2026-01-31", "2026-12-31", "2026-04-30", "0004-02-29"])("%s exists", (day) => {
  for (const form of forms) expect(isImpossibleDate(day + form)).toBe(false);
});

it.each(["", "10:00:00", "1.5", "true"])("%j is no date", (written) => {
  expect(isImpossibleDate(written)).toBe(false);
});
