import fc from "fast-check";
import { expect, it } from "vitest";
import { envVarToConfigKey } from "./environment-layer.ts";

it.each([
  ["KEYFOLD__SERVER__PORT", ["server", "port"]],
  ["KEYFOLD__TOP", ["top"]],
  ["KEYFOLD__A___B", ["a", "_b"]],
  ["KEYFOLD__CONTEXT__SECRETS__Api_Key", ["context", "secrets", "api_key"]],
  ["KEYFOLD_CONFIG", undefined],
  ["MYKEYFOLD__A", undefined],
  ["keyfold__a", undefined],
])("%s sets %j", (variable, keys) => {
  expect(envVarToConfigKey(variable, "KEYFOLD")).toEqual(keys);
});

it.each(["KEYFOLD__", "KEYFOLD__A__", "KEYFOLD____A", "KEYFOLD__A____B"])(
  "refuses %s, which names an empty key",
  (variable) => {
    expect(() => envVarToConfigKey(variable, "KEYFOLD")).toThrow(expect.objectContaining({ code: "INVALID_VARIABLE" }));
  },
);

it("finds any lower-case keys again", () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  fc.assert(
    fc.property(fc.array(key, { minLength: 1 }), (keys) => {
      expect(envVarToConfigKey(["P", ...keys].join("__").toUpperCase(), "P")).toEqual(keys);
    }),
  );
});
