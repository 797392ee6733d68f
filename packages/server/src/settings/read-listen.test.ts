import { expect, test } from "vitest";
import { readListen } from "./read-listen.ts";

test.each([
  ["127.0.0.1:4250", "127.0.0.1", 4250],
  ["localhost:0", "localhost", 0],
  ["[::1]:65535", "::1", 65_535],
  ["keyfold.example:443", "keyfold.example", 443],
])("%s is an address", (text, host, port) => {
  expect(readListen(text)).toEqual({ host, port });
});

test.each(["", "4250", ":4250", "127.0.0.1", "::1:4250", "127.0.0.1:65536", "127.0.0.1:-1", "a:1:2", "http://a:1/"])(
  "%j is none",
  (text) => {
    expect(() => readListen(text)).toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
  },
);
