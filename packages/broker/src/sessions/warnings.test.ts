import { expect, test } from "vitest";
import { warningsFor } from "../index.ts";

test.each([
  [{ host: "s3.eu-west-1.amazonaws.com" }, "AWS SigV4"],
  [{ host: "*.amazonaws.com" }, "AWS SigV4"],
  [{ host: "API.Binance.com.:443" }, "HMAC"],
  [{ host: "api.stripe.com" }, "api.stripe.com/v1/ephemeral_keys"],
  [{ host: "*.stripe.com", methods: ["GET", "POST"] }, "api.stripe.com/v1/ephemeral_keys"],
  [{ host: "api.stripe.com", paths: ["/v1"] }, "api.stripe.com/v1/ephemeral_keys"],
  [{ host: "gitlab.com", paths: ["/api/v4/personal_access_tokens"] }, "another credential"],
])("%j can't work, or gives more away than is meant", (use, warning) => {
  expect(warningsFor([{ name: "key", ...use }])).toEqual([expect.stringContaining(warning)]);
});

test("most uses are fine, and the same warning is given once", () => {
  const fine = [
    { host: "amazonaws.com.example" },
    { host: "notamazonaws.com" },
    { host: "api.stripe.com", methods: ["GET"] },
    { host: "api.stripe.com", paths: ["/v1/charges", "/v1/ephemeral"] },
    { host: "api.stripe.com:8443" },
    { host: "a/b" },
  ];
  expect(warningsFor(fine.map((use) => ({ name: "key", ...use })))).toEqual([]);
  expect(warningsFor(["a", "b"].map((name) => ({ name, host: "sts.amazonaws.com" })))).toHaveLength(1);
});
