import { readFileSync } from "node:fs";
import * as tls from "node:tls";

/** Where systems keep the authorities that they trust, all in one file. */
const files = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The authorities that the system trusts, each in PEM, and those of some more files. Where the system's are not found, Node's
 * own stand for them.
 *
 * @param more - paths of files in PEM, such as those of NODE_EXTRA_CA_CERTS and SSL_CERT_FILE; what can't be read adds none.
 */
export function trustedAuthorities(more: readonly (string | undefined)[]): readonly string[] {
  const added = more.flatMap((path) => (path ? certificatesIn(path) : []));
  return [...new Set([...systemAuthorities(), ...added])];
}

function systemAuthorities(): readonly string[] {
  for (const path of files) {
    const found = certificatesIn(path);
    if (found.length > 0) return found;
  }
  const { getCACertificates } = tls as { getCACertificates?: (type: "system") => string[] };
  const found = getCACertificates?.("system") ?? [];
  return found.length > 0 ? found : tls.rootCertificates;
}

/** The certificates in a file in PEM; none where it can't be read. */
export function certificatesIn(path: string): readonly string[] {
  try {
    return readFileSync(path, "latin1").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}
