import { readFileSync, unwatchFile, watchFile } from "node:fs";
import { createSecureContext } from "node:tls";
import { ServerError } from "../server-error.ts";

/** A certificate and its key, as files in PEM. */
export interface TlsFiles {
  /** With the chain, the server's own first. */
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsKeys {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads a certificate and its key. Throws `TLS_INVALID` if they can't be read or don't fit each other. */
export function readTlsFiles({ certFile, keyFile }: TlsFiles): TlsKeys {
  const keys = { cert: readPem(certFile), key: readPem(keyFile) };
  try {
    createSecureContext(keys);
    return keys;
  } catch (error) {
    throw tlsInvalid(`${certFile} and ${keyFile} are not a certificate and its key in PEM.`, error);
  }
}

/** Calls `changed` when one of the files was changed or replaced. Gives what ends the watch. */
export function watchTlsFiles({ certFile, keyFile }: TlsFiles, everyMs: number, changed: () => void): () => void {
  // Looks at the files every so often: a mounted secret changes by a link in another folder, which tells nobody.
  const look = (): void => changed();
  for (const file of [certFile, keyFile]) watchFile(file, { interval: everyMs, persistent: false }, look);
  return () => {
    for (const file of [certFile, keyFile]) unwatchFile(file, look);
  };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw tlsInvalid(`${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`, error);
  }
}

function tlsInvalid(message: string, cause: unknown): ServerError {
  return new ServerError("TLS_INVALID", message, "Check the settings tls_cert and tls_key and the two files.", cause);
}
