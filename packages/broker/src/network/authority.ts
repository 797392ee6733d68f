import "reflect-metadata";
import { KeyObject, randomBytes, webcrypto } from "node:crypto";
import { isIP, isIPv4 } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { hostnameOf } from "./hosts.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
/** Longer than any run lives; some clients refuse certificates of more than 398 days. */
const validDays = 390;
/** Stand where no name and no address is in use: a kind without any would be unconstrained. */
const noName = "keyfold.invalid";
const noAddress = "255.255.255.255";

/** A certificate authority that lives in memory, for the hosts in use and no other. */
export class Authority {
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  readonly #root: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #hostKeys: webcrypto.CryptoKeyPair;

  private constructor(root: X509Certificate, keys: webcrypto.CryptoKeyPair, hostKeys: webcrypto.CryptoKeyPair) {
    this.#root = root;
    this.#keys = keys;
    this.#hostKeys = hostKeys;
    this.certificate = `${root.toString("pem")}\n`;
  }

  /**
   * Makes an authority with keys of its own.
   *
   * @param hosts - those in use, canonical, each with its port if need be and `*.` for one level.
   * @param now - milliseconds since 1970.
   */
  static async make(hosts: readonly string[], now: number): Promise<Authority> {
    const [keys, hostKeys] = await Promise.all([makeKeys(), makeKeys()]);
    const root = await X509CertificateGenerator.createSelfSigned(
      {
        name: "CN=Keyfold broker",
        keys,
        signingAlgorithm: algorithm,
        ...issued(now),
        extensions: [
          new BasicConstraintsExtension(true, 0, true),
          new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
          await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
          await AuthorityKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
          nameConstraints(hosts.map(hostnameOf)),
        ],
      },
      webcrypto,
    );
    return new Authority(root, keys, hostKeys);
  }

  /** The certificate that a host of those in use shows to the program, and its key, both in PEM. */
  async certify(hostname: string, now: number): Promise<{ cert: string; key: string }> {
    const certificate = await X509CertificateGenerator.create(
      {
        subject: "O=Keyfold broker",
        issuer: this.#root.subject,
        publicKey: this.#hostKeys.publicKey,
        signingKey: this.#keys.privateKey,
        signingAlgorithm: algorithm,
        ...issued(now),
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
          new SubjectAlternativeNameExtension([{ type: isIP(hostname) ? "ip" : "dns", value: hostname }]),
          await SubjectKeyIdentifierExtension.create(this.#hostKeys.publicKey, false, webcrypto),
          await AuthorityKeyIdentifierExtension.create(this.#root, false, webcrypto),
        ],
      },
      webcrypto,
    );
    const key = KeyObject.from(this.#hostKeys.privateKey);
    return { cert: certificate.toString("pem"), key: key.export({ type: "pkcs8", format: "pem" }).toString() };
  }
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** From a day ago, as clocks differ; and a number of its own. */
function issued(now: number): { notBefore: Date; notAfter: Date; serialNumber: string } {
  return {
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + validDays * dayMs),
    serialNumber: serialNumber(),
  };
}

/** Positive, and of as many bytes as every client takes. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

/** Which hosts the authority's certificates count for (RFC 5280, 4.2.1.10). */
function nameConstraints(hostnames: readonly string[]): Extension {
  const names = hostnames.filter((name) => isIP(name) === 0).map((name) => name.replace(/^\*\./, ""));
  const addresses = hostnames.filter((name) => isIP(name) !== 0);
  const subtrees = [
    ...(names.length > 0 ? names : [noName]).map((name) => der(0x82, Buffer.from(name, "latin1"))),
    ...(addresses.length > 0 ? addresses : [noAddress]).map((address) => {
      const bytes = bytesOf(address);
      return der(0x87, Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]));
    }),
  ];
  const permitted = der(0xa0, Buffer.concat(subtrees.map((base) => der(0x30, base))));
  return new Extension("2.5.29.30", true, new Uint8Array(der(0x30, permitted)));
}

/** One value in DER. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const size = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.of(tag, 0x80 | size.length), size, content]);
}

/** An address as the bytes of a certificate. */
function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  // The URL standard spells the last four bytes in hexadecimal, too.
  const [before = "", after] = address.split("::");
  const words = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [first, last] = [words(before), words(after ?? "")];
  const zeros = Array<string>(8 - first.length - last.length).fill("0");
  const bytes = Buffer.alloc(16);
  for (const [at, word] of [...first, ...zeros, ...last].entries())
    bytes.writeUInt16BE(Number.parseInt(word, 16), 2 * at);
  return bytes;
}
