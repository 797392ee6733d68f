import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalHost, canonicalPath, isHostWithin, isPathWithin } from "./uses.ts";

describe("a host", () => {
  test.each([
    ["API.Stripe.com", "api.stripe.com"],
    ["api.stripe.com.", "api.stripe.com"],
    ["api.stripe.com:443", "api.stripe.com"],
    ["api.stripe.com:0443", "api.stripe.com"],
    ["api.stripe.com:8443", "api.stripe.com:8443"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["ａpi.example", "api.example"],
    ["127.0.0.1:80", "127.0.0.1:80"],
    ["0x7f.1", "127.0.0.1"],
    ["[0:0::1]:8443", "[::1]:8443"],
    ["*.Example.com", "*.example.com"],
    ["*.example.com:8443", "*.example.com:8443"],
  ])("%s is %s", (host, canonical) => expect(canonicalHost(host)).toBe(canonical));

  test.each([
    "",
    "*",
    "*.",
    "a b",
    "a/b",
    "a@b",
    "a#b",
    "a?b",
    "a\\b",
    "a%2eb",
    "a..b",
    "a:0",
    "a:65536",
    "*.*.a",
    "a.*.b",
    "*.127.0.0.1",
    ".",
    "\u0000",
  ])("%j is none", (host) => expect(canonicalHost(host)).toBeUndefined());

  test("is within itself, and one level under a star", () => {
    expect(isHostWithin("a.example.com", "a.example.com")).toBe(true);
    expect(isHostWithin("a.example.com", "*.example.com")).toBe(true);
    expect(isHostWithin("*.example.com", "*.example.com")).toBe(true);
    expect(isHostWithin("a.example.com:8443", "*.example.com:8443")).toBe(true);
    for (const host of [
      "example.com",
      "a.b.example.com",
      "a.example.com:8443",
      "aexample.com",
      "*.b.example.com",
      ".example.com",
    ]) {
      expect(isHostWithin(host, "*.example.com"), host).toBe(false);
    }
    expect(isHostWithin("a.example.com:8443", "a.example.com")).toBe(false);
  });
});

describe("a path", () => {
  test.each([
    ["/", "/"],
    ["/v1/charges", "/v1/charges"],
    ["/v1//charges", "/v1//charges"],
    ["/v1/%63harges", "/v1/charges"],
    ["/v1/a%2fb", "/v1/a%2Fb"],
    ["/v1/../v2", "/v2"],
    ["/v1/%2e%2E/v2", "/v2"],
    ["/v1/./x/.", "/v1/x/"],
    ["/v1/x/..", "/v1/"],
    ["/../..", "/"],
    ["/ü", "/%C3%BC"],
    ["/%c3%bc", "/%C3%BC"],
    ["/a;b=c", "/a;b=c"],
  ])("%s is %s", (path, canonical) => expect(canonicalPath(path)).toBe(canonical));

  test.each([
    ...["", "v1", "/a b", "/a\\b", "/a%5cb", "/a%", "/a%zz", "/a%00", "/a%0d%0a", "/a\u0000", "/a?b", "/a#b"],
    ...["/v1/%252e%252e/x", "/v1/a%2f..%2fx", "/v1/..%2fx", "/v1//../x", "/v1/..;/x", "/v1/.;a/x", "/v1/%25252525252e"],
  ])("%j is not clear", (path) => expect(canonicalPath(path)).toBeUndefined());

  test("is within another at the borders of segments", () => {
    for (const path of ["/v1/charges", "/v1/charges/", "/v1/charges/x"])
      expect(isPathWithin(path, "/v1/charges"), path).toBe(true);
    for (const path of ["/v1/charges2", "/v1", "/v1/charges%2Fx", "/V1/charges", "//v1/charges"]) {
      expect(isPathWithin(path, "/v1/charges"), path).toBe(false);
    }
    expect(isPathWithin("/v1/charges", "/")).toBe(true);
    expect(isPathWithin("/v1", "/v1/")).toBe(false);
  });

  test("that is canonical stays so, and is what the URL standard makes of it", () => {
    const part = fc.constantFrom("a", "..", ".", "%2e", "%2E%2e", "%41", "%2f", "ü", ";", "", "b.", "...");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const canonical = canonicalPath(`/${parts.join("/")}`);
        if (canonical === undefined) return;
        expect(canonicalPath(canonical)).toBe(canonical);
        expect(new URL(`https://a.example${canonical}`).pathname).toBe(canonical);
        const standard = new URL(`https://a.example/${parts.join("/")}`).pathname;
        expect(decodeURIComponent(canonical)).toBe(decodeURIComponent(standard));
      }),
    );
  });
});
