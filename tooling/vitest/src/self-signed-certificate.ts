import { generate } from "selfsigned";

/** A certificate that nobody vouches for, for one DNS name, and its key, both in PEM. */
export async function selfSignedCertificate(name: string): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
  return { cert, key };
}
