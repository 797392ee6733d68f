import { isIP } from "node:net";
import { generate } from "selfsigned";

/** A certificate that nobody vouches for, for some DNS names and addresses, and its key, both in PEM. */
export async function selfSignedCertificate(name: string, ...more: string[]): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      {
        name: "subjectAltName",
        altNames: [name, ...more].map((one) => (isIP(one) === 0 ? { type: 2, value: one } : { type: 7, ip: one })),
      },
    ],
  });
  return { cert, key };
}
