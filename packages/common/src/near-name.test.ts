import { expect, test } from "vitest";
import { nearName } from "./near-name.ts";

const names = ["stripe key", "SLACK_URL", "db", "aws.secret"];

test.for([
  ["strpe key", "stripe key"],
  ["stripe_key", "stripe key"],
  ["STRIPEKEY", "stripe key"],
  ["slack url", "SLACK_URL"],
  ["salck_url", "SLACK_URL"],
  ["dbs", "db"],
  ["aws-secret", "aws.secret"],
  ["something else", undefined],
  ["xy", undefined],
] as const)("%s: %s", ([wanted, meant]) => {
  expect(nearName(wanted, names)).toBe(meant);
});
