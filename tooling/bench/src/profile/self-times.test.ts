import { expect, it } from "vitest";
import { selfTimes } from "./self-times.ts";

const node = (id: number, functionName: string, url = "", lineNumber = -1) => ({
  id,
  callFrame: { functionName, url, lineNumber },
});

it("adds up what each function took itself, leaving out the time in which nothing ran", () => {
  const read = ["read", "file:///home/me/keyfold/packages/server/dist/main.js", 9] as const;
  const profile = {
    nodes: [
      node(1, "(idle)"),
      node(2, ...read),
      node(3, "", "file:///home/me/node_modules/.pnpm/kysely@1/node_modules/kysely/index.js", 1),
      node(4, ...read),
    ],
    samples: [1, 2, 3, 4, 1],
    timeDeltas: [500, 100, 200, 500, 0],
  };
  expect(selfTimes(profile)).toEqual([
    { where: "read  packages/server/dist/main.js:10", share: 0.75 },
    { where: "(anonymous)  kysely/index.js:2", share: 0.25 },
  ]);
});
