import { BlockList, isIP } from "node:net";

/** Networks of IPv4 that are not the public internet's. */
const special4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4"],
];
/** Networks of IPv6 within those that are routed, which are not public, or lead to an address of IPv4: Teredo and 6to4. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const refused4 = listOf(special4, "ipv4");
const routed6 = listOf(["2000::/3"], "ipv6");
const refused6 = listOf(special6, "ipv6");

/**
 * Whether an address is one of the public internet. IPv4 within IPv6, as mapped or for NAT64, is not: what is at it can be
 * asked by IPv4.
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !refused4.check(address, "ipv4");
  // With a zone it is of this link.
  if (version !== 6 || address.includes("%")) return false;
  return routed6.check(address, "ipv6") && !refused6.check(address, "ipv6");
}

function listOf(networks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}
