import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate that nobody vouches for, for one DNS name, and its key. */
export function selfSignedCertificate(name: string): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signatureKind = sequence(hex("06082a8648ce3d040302"));
  const subject = sequence(der(0x31, sequence(hex("0603550403"), der(0x0c, Buffer.from(name)))));
  const names = sequence(hex("0603551d11"), der(0x04, sequence(der(0x82, Buffer.from(name)))));
  const body = sequence(
    hex("a003020102"),
    hex("020101"),
    signatureKind,
    subject,
    sequence(der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("490101000000Z"))),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(names)),
  );
  const signature = der(0x03, hex("00"), sign("sha256", body, privateKey));
  const bytes = sequence(body, signatureKind, signature).toString("base64");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${(bytes.match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
