import { describe, expect, test } from "vitest";
import { parseUses, splitAs } from "./plan.ts";

describe("--use", () => {
  test.each([
    ["A=key@api.example.com", { name: "key", host: "api.example.com", body: false }],
    ["A=stripe key@api.stripe.com:8443", { name: "stripe key", host: "api.stripe.com:8443", body: false }],
    ["A=me@home@a.test", { name: "me@home", host: "a.test", body: false }],
    [
      "A=MY KEY@a.test GET,POST /v1/charges",
      { name: "MY KEY", host: "a.test", methods: ["GET", "POST"], paths: ["/v1/charges"], body: false },
    ],
    ["A=k@a.test /@scope/x /b;body", { name: "k", host: "a.test", paths: ["/@scope/x", "/b"], body: true }],
    ["A=k@*.a.test;body", { name: "k", host: "*.a.test", body: true }],
    ["A=GET@[::1]:8443 PUT", { name: "GET", host: "[::1]:8443", methods: ["PUT"], body: false }],
  ])("%s", (string, use) => {
    expect(parseUses([string], [])).toEqual([{ variable: "A", ...use }]);
  });

  test.each([
    "key@a.test",
    "A=key",
    "A=@a.test",
    "A=key@",
    "1A=key@a.test",
    "A=key@a.test get",
    "A=key@a.test x/y",
    "",
  ])("%j is refused", (string) =>
    expect(() => parseUses([string], [])).toThrow("is not a variable, a secret's name and a host"),
  );

  test("takes the shape of its own variable, or the one for all", () => {
    const [a, b] = parseUses(["A=k@a.test", "B=k@a.test"], ["sk_…", "B=ghp_..."]);
    expect([a?.as, b?.as]).toEqual(["sk_…", "ghp_..."]);
    const isShape = (as: string): boolean => splitAs(as).shapes !== undefined;
    expect(["ghp_…", "A=x...", "work", "a.b"].map(isShape)).toEqual([true, true, false, false]);
    expect(splitAs(["work", "ghp_…", "shop", "A=x..."])).toEqual({ as: "shop", shapes: ["ghp_…", "A=x..."] });
    expect(splitAs()).toEqual({});
  });
});
