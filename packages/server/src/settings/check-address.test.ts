import { expect, test } from "vitest";
import { checkAddress } from "./check-address.ts";
import { loadSettings } from "./load-settings.ts";
import type { OwnSettings } from "./settings.ts";

const settingsWith = (flags: Partial<Record<keyof OwnSettings, string>>, env = {}) =>
  loadSettings({ file: undefined, flags, env });

test.each(["127.0.0.1", "127.9.9.9", "::1", "localhost"])("%s may be served in plain http", (host) => {
  expect(() => checkAddress({ host, port: 1 }, settingsWith({}))).not.toThrow();
});

test.each(["0.0.0.0", "::", "10.0.0.1", "keyfold.example", "127.example", "localhost.example"])(
  "%s may not",
  (host) => {
    const refused = expect.objectContaining({ code: "SETTINGS_INVALID", tip: expect.stringContaining("--tls-cert") });
    expect(() => checkAddress({ host, port: 1 }, settingsWith({}))).toThrow(refused);
    expect(() => checkAddress({ host, port: 1 }, settingsWith({ tlsCert: "a", tlsKey: "b" }))).not.toThrow();
    const asked = settingsWith({}, { KEYFOLD__SERVER__ALLOW_INSECURE_HTTP: "true" });
    expect(() => checkAddress({ host, port: 1 }, asked)).not.toThrow();
  },
);

test("a certificate without its key is refused, and the other way round", () => {
  expect(() => checkAddress({ host: "::1", port: 1 }, settingsWith({ tlsCert: "a" }))).toThrow("tls_key is missing");
  expect(() => checkAddress({ host: "::1", port: 1 }, settingsWith({ tlsKey: "a" }))).toThrow("tls_cert is missing");
});
