import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext, type Server as TlsServer } from "node:tls";
import type { Logger } from "pino";
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

/**
 * Reads a certificate and its key.
 *
 * @throws ServerError `TLS_INVALID` if they can't be read or don't fit each other.
 */
export function readTlsFiles({ certFile, keyFile }: TlsFiles): TlsKeys {
  const keys = { cert: readPem(certFile), key: readPem(keyFile) };
  try {
    createSecureContext(keys);
    return keys;
  } catch (error) {
    throw tlsInvalid(`${certFile} and ${keyFile} are not a certificate and its key in PEM.`, error);
  }
}

/**
 * New connections get the new keys. Keys that can't be used leave the old ones in their place.
 *
 * @returns the new keys, if they are in use.
 */
export function renewKeys(server: object, files: TlsFiles, log: Logger): TlsKeys | undefined {
  try {
    const keys = readTlsFiles(files);
    (server as TlsServer).setSecureContext(keys);
    log.info("the TLS files were read again");
    return keys;
  } catch (error) {
    log.error({ err: error }, "the TLS files can't be used: the old ones still are");
    return undefined;
  }
}

/** When a certificate expires, in milliseconds since 1970. */
export function expiryOf({ cert }: TlsKeys): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

/**
 * Calls `changed` when the files hold something else than before, from `known` on. Gives what ends the watch. It reads
 * them every so often: a mounted secret changes by a link in another folder, which tells nobody.
 */
export function watchTlsFiles(files: TlsFiles, everyMs: number, known: TlsKeys, changed: () => void): () => void {
  let before = digestOf([known.cert, known.key]);
  const look = (): void => {
    const now = digestOf([files.certFile, files.keyFile].map(bytesOf));
    if (now === before) return;
    before = now;
    changed();
  };
  const timer = setInterval(look, everyMs).unref();
  return () => clearInterval(timer);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    // `changed` will say why.
    return Buffer.alloc(0);
  }
}

function digestOf(parts: readonly Buffer[]): string {
  return parts.map((part) => createHash("sha256").update(part).digest("hex")).join();
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw tlsInvalid(`${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`, error);
  }
}

function tlsInvalid(message: string, cause: unknown): ServerError {
  return new ServerError("TLS_INVALID", message, "Check the settings tls_cert and tls_key and the two files.", {
    cause,
  });
}
