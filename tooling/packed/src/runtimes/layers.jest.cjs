// What a team's tests do that Jest runs as CommonJS, in its default configuration.
const { loadConfig } = require("@keyfold/config");
const { checkConfig } = require("@keyfold/config/check");
const { context } = require("@keyfold/context");
const { withSecrets } = require("@keyfold/context/testing");
const { createClient } = require("@keyfold/client");
const { findLogin } = require("@keyfold/client/logins");
const { Secret, withRun } = require("@keyfold/secret");

test("the layers load", () => {
  for (const each of [loadConfig, checkConfig, createClient, findLogin]) expect(typeof each).toBe("function");
});

test("a local secret is read", async () => {
  const read = withSecrets({ KEY: "VALUE" }, () => new Secret("KEY").get());
  expect([await read(), context.secrets.KEY]).toEqual(["VALUE", undefined]);
});

test("a secret is read in a run on a server", async () => {
  expect(await withRun({ allow: ["my secret"] }, () => new Secret("my secret").get())).toBe(42);
});
