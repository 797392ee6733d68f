import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellQuote } from "./shell-quote.ts";

test("a quoted word is what a shell takes it for, and a plain one stays plain", () => {
  const words = ["", "a b", "it's", '$HOME `id` \\ "', "a\nb", "*", "~", "--data", "ü"];
  const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(shellQuote).join(" ")}`], { encoding: "utf8" });
  expect(printed.split("\0").slice(0, -1)).toEqual(words);
  expect(shellQuote("prod/orders/db_url:5=1,2.x-y@z")).toBe("prod/orders/db_url:5=1,2.x-y@z");
});
