import { expect, test } from "vitest";
import { anchorOf, headingsOf, inOrder } from "./headings-of.ts";

const named = (name: string, kind: "value" | "error" | "type") =>
  ({ name, kind, text: "", tags: [], declaration: "", members: [] }) as const;
const exported = [named("Aa", "type"), named("b", "value"), named("Z", "error"), named("aa", "value")].map((each) => ({
  ...each,
  tags: [],
  members: [],
}));

test("what is called comes first, then what is caught, then the types", () => {
  expect(inOrder(exported).map(({ name }) => name)).toEqual(["aa", "b", "Z", "Aa"]);
});

test("no two names of a page have one anchor", () => {
  const headings = headingsOf({ doors: [{ specifier: "x", exported, passedOn: [] }], mentioned: [] });
  expect([...headings]).toEqual([
    ["aa", "aa"],
    ["b", "b"],
    ["Z", "Z"],
    ["Aa", "Aa (type)"],
  ]);
  expect([...headings.values()].map(anchorOf)).toEqual(["aa", "b", "z", "aa-type"]);
});
