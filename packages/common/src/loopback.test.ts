import { expect, test } from "vitest";
import { isLoopback } from "./loopback.ts";

test.each(["localhost", "127.0.0.1", "127.255.255.254", "::1", "[::1]"])("%s is this machine", (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(["127.0.0.256", "127.0.0", "127.0.0.1.example", "x127.0.0.1", "localhost.example", "128.0.0.1", "::", ""])(
  "%s is not",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
