import { BlockList, isIP } from "node:net";
import { ServerError } from "../server-error.ts";

/** Which proxies in front are trusted to tell their clients' addresses. */
export interface TrustedProxies {
  /** Whether an address is a proxy's: `hop` is 0 for the one that is connected, 1 for the one that it tells, and so on. */
  isProxy(address: string, hop: number): boolean;
}

/**
 * Reads the setting `trust_proxy`: `false`, `true` for one proxy, a number of proxies one behind the other, or their addresses
 * and networks between commas. What a proxy appends to `X-Forwarded-For` is believed, not what a client wrote there before.
 *
 * @returns undefined if none is trusted.
 * @throws ServerError `SETTINGS_INVALID` for anything else.
 */
export function readTrustedProxies(setting: boolean | number | string): TrustedProxies | undefined {
  const hops = Number(setting === "true" || setting === "false" ? setting === "true" : setting);
  if (hops === 0 && setting !== "") return undefined;
  if (Number.isInteger(hops) && hops > 0) return { isProxy: (_address, hop) => hop < hops };
  const proxies = new BlockList();
  for (const network of String(setting).split(",")) addNetwork(proxies, network.trim());
  return { isProxy: (address) => isIP(address) !== 0 && proxies.check(address, family(address)) };
}

function addNetwork(proxies: BlockList, network: string): void {
  const [address = "", bits, ...more] = network.split("/");
  const max = isIP(address) === 6 ? 128 : 32;
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= max);
  if (isIP(address) === 0 || !isPrefix || more.length > 0) {
    throw new ServerError(
      "SETTINGS_INVALID",
      `server.trust_proxy: "${network}" is neither a number of proxies nor an address or network.`,
      "Write it as 1, or as 10.0.0.5, 10.1.0.0/16.",
    );
  }
  proxies.addSubnet(address, bits === undefined ? max : Number(bits), family(address));
}

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** The max length of an IPv6 address, with an IPv4 address and a zone in it. */
const maxAddress = 62;

/**
 * An address as it is recorded: IPv4 is written so, also where the server listens on IPv6.
 *
 * @param address - as a socket or a proxy tells it.
 */
export function clientAddress(address: string): string {
  return (/^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address).slice(0, maxAddress);
}

/**
 * What is counted as one address: of IPv6 its first 64 bits, as whoever has one of its addresses has them all.
 *
 * @param address - as a socket or a proxy tells it.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const plain = clientAddress(address);
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  // `::` stands for groups of zeros.
  const behind = tail === undefined || tail === "" ? [] : tail.split(":");
  if (tail !== undefined) while (groups.length + behind.length < 8) groups.push("0");
  return `${[...groups, ...behind]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`.toLowerCase();
}
