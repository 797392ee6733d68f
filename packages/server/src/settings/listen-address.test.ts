import { expect, test } from "vitest";
import { checkTransport, readListen } from "./listen-address.ts";
import { type GivenSettings, loadSettings } from "./load-settings.ts";

test.each([
  ["127.0.0.1:4250", "127.0.0.1", 4250],
  ["localhost:0", "localhost", 0],
  ["[::1]:65535", "::1", 65_535],
  ["keyfold.example:443", "keyfold.example", 443],
])("%s is an address", (listen, host, port) => {
  expect(readListen(listen)).toEqual({ host, port });
});

test.each(["", "4250", ":4250", "127.0.0.1", "::1:4250", "127.0.0.1:65536", "127.0.0.1:-1", "a:1:2", "http://a:1/"])(
  "%j is none",
  (listen) => {
    expect(() => readListen(listen)).toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
  },
);

const settingsWith = (given: GivenSettings, env = {}) => loadSettings({ file: undefined, given, env });

test.each(["127.0.0.1", "127.9.9.9", "::1", "localhost"])("%s may be served in plain http", (host) => {
  expect(() => checkTransport({ host, port: 1 }, settingsWith({}))).not.toThrow();
});

test.each(["0.0.0.0", "::", "10.0.0.1", "keyfold.example", "127.example", "localhost.example"])(
  "%s may not",
  (host) => {
    const refused = expect.objectContaining({ code: "SETTINGS_INVALID", tip: expect.stringContaining("--tls-cert") });
    expect(() => checkTransport({ host, port: 1 }, settingsWith({}))).toThrow(refused);
    expect(() => checkTransport({ host, port: 1 }, settingsWith({ tlsCert: "a", tlsKey: "b" }))).not.toThrow();
    const asked = settingsWith({}, { KEYFOLD__SERVER__ALLOW_INSECURE_HTTP: "true" });
    expect(() => checkTransport({ host, port: 1 }, asked)).not.toThrow();
  },
);

test("a certificate without its key is refused, and the other way round", () => {
  expect(() => checkTransport({ host: "::1", port: 1 }, settingsWith({ tlsCert: "a" }))).toThrow("tls_key is missing");
  expect(() => checkTransport({ host: "::1", port: 1 }, settingsWith({ tlsKey: "a" }))).toThrow("tls_cert is missing");
});
