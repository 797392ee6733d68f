import { expect, test } from "vitest";
import { networkOf, readTrustedProxies } from "./addresses.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:DB8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8:1:2:3::", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s is counted as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each<[setting: boolean | number | string, trusted: [address: string, hop: number][], others: [string, number][]]>([
  [false, [], [["127.0.0.1", 0]]],
  ["false", [], [["127.0.0.1", 0]]],
  [true, [["203.0.113.7", 0]], [["203.0.113.7", 1]]],
  ["true", [["203.0.113.7", 0]], [["203.0.113.7", 1]]],
  [2, [["203.0.113.7", 1]], [["203.0.113.7", 2]]],
  ["2", [["203.0.113.7", 1]], [["203.0.113.7", 2]]],
  [
    "10.0.0.5",
    [
      ["10.0.0.5", 0],
      ["10.0.0.5", 7],
      ["::ffff:10.0.0.5", 0],
    ],
    [
      ["10.0.0.6", 0],
      ["unknown", 0],
    ],
  ],
  [
    "10.1.0.0/16, 2001:db8::/32",
    [
      ["10.1.2.3", 0],
      ["2001:db8:5::1", 3],
    ],
    [
      ["10.2.0.1", 0],
      ["2001:db9::1", 0],
    ],
  ],
])("trust_proxy = %j", (setting, trusted, others) => {
  const proxies = readTrustedProxies(setting);
  for (const [address, hop] of trusted) expect(proxies?.isProxy(address, hop)).toBe(true);
  for (const [address, hop] of others) expect(proxies?.isProxy(address, hop) ?? false).toBe(false);
});

test.each([
  "",
  "yes",
  "-1",
  "1.5",
  "10.0.0.0/33",
  "10.0.0",
  "10.0.0.1/8/8",
  "10.0.0.1,",
  "2001:db8::/129",
  "10.0.0.1/",
])("trust_proxy = %j is refused", (setting) => {
  expect(() => readTrustedProxies(setting)).toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
});
