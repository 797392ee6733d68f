import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";

const missing = undefined;
const wrong: Record<string, readonly unknown[]> = {
  "query ($v: String!) { secretValue(name: $v) }": [5, true, null, missing, [], [canary], { a: canary }],
  "query ($v: Int) { auditEvents(limit: $v) { id } }": [1.5, "1", true, 2 ** 31, -(2 ** 31) - 1, 1e300, [1], {}],
  "query ($v: String!, $w: Int!) { secretValue(name: $v) auditEvents(limit: $w) { id } }": [1, null, missing],
  "query ($v: Boolean!) { teams { id @include(if: $v) } }": [1, 0, "true", "", null, missing, {}],
};
const cases = Object.entries(wrong).flatMap(([query, values]) => values.map((value) => [query, value] as const));

test("a wrong variable is refused in the same words by a document that came before", async () => {
  const { ask, admin } = await testServer();
  const first = new Map<string, unknown>();
  for (const round of ["new", "compiled", "compiled before"]) {
    for (const [index, [query, v]] of cases.entries()) {
      const key = `${query} ${JSON.stringify(v)}`;
      const { errors, data } = await ask(admin, round === "new" ? `${query} # ${index}` : query, { v });
      expect([errors?.[0]?.extensions?.code, data], `${round}: ${key}`).toEqual(["BAD_INPUT", null]);
      if (round === "new") first.set(key, errors);
      expect(errors).toEqual(first.get(key));
    }
  }
});
