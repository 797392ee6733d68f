import { readFileSync } from "node:fs";
import { ServerError } from "../server-error.ts";
import { isIssuer } from "../settings/http-url.ts";
import type { SignInSettings } from "../settings/settings.ts";

/** Where and as whom the provider is asked. */
export interface ProviderSettings {
  /** As its tokens have it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile: string | undefined;
}

const maxSecretBytes = 4096;

/**
 * Reads the settings of sign-in, and whether they fit together.
 *
 * @returns undefined where nobody signs in.
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readProviderSettings(settings: Partial<SignInSettings>): ProviderSettings | undefined {
  const { issuer, clientId, clientSecretFile } = settings;
  if (issuer === undefined && clientId === undefined && clientSecretFile === undefined) return undefined;
  if (issuer === undefined || !isIssuer(issuer)) {
    throw new ServerError(
      "SETTINGS_INVALID",
      "server.sign_in.issuer is not a URL of https, or of http on this machine, as the provider writes it.",
      "Write it as the issuer stands in the provider's /.well-known/openid-configuration.",
    );
  }
  if (clientId === undefined) {
    throw new ServerError(
      "SETTINGS_INVALID",
      "server.sign_in.client_id is missing.",
      "Register the server at the provider, and set the client id that it gives.",
    );
  }
  const provider = { issuer, clientId, clientSecretFile };
  readClientSecret(provider);
  return provider;
}

/**
 * The client secret, which may be replaced while the server runs.
 *
 * @returns undefined where the settings name no file.
 * @throws ServerError `SETTINGS_INVALID`.
 */
export function readClientSecret({ clientSecretFile }: ProviderSettings): string | undefined {
  if (clientSecretFile === undefined) return undefined;
  let secret: string;
  try {
    secret = readFileSync(clientSecretFile, "utf8").trim();
  } catch (error) {
    throw badSecretFile("can't be read", error);
  }
  if (secret === "" || Buffer.byteLength(secret) > maxSecretBytes) {
    throw badSecretFile(`is empty or has more than ${maxSecretBytes} bytes`);
  }
  return secret;
}

function badSecretFile(what: string, cause?: unknown): ServerError {
  const tip = "Put the client secret in it, and nothing else.";
  return new ServerError("SETTINGS_INVALID", `The file of server.sign_in.client_secret_file ${what}.`, tip, { cause });
}
