import { isLoopback } from "@keyfold/common/loopback";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";

/** How to reach OpenBao or HashiCorp Vault, and who the server is there. */
export interface OpenBaoSettings {
  /** `https://HOST:8200`. */
  readonly url: string;
  readonly namespace: string | undefined;
  readonly signIn: SignInSettings;
  /** One call's, with everything it needs: a sign-in, a second try. */
  readonly timeoutMs: number;
}

export type SignInSettings =
  | { readonly kind: "token"; readonly token: string }
  /** A file that holds the token, and may hold another one later. */
  | { readonly kind: "token file"; readonly file: string }
  | { readonly kind: "approle"; readonly mount: string; readonly roleId: string; readonly secretId: string };

/**
 * The settings for one OpenBao.
 *
 * @throws ServerError `SETTINGS_INVALID` for a URL that is none or not safe, and without one way to sign in.
 */
export function openBaoSettings(settings: InstanceSettings, url: string): OpenBaoSettings {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  if (protocol !== "https:" && protocol !== "http:") {
    throw new ServerError("SETTINGS_INVALID", "The vault's URL can't be read.", "Write it as https://HOST:8200.");
  }
  if (protocol === "http:" && !isLoopback(hostname) && !settings.vaultAllowInsecureHttp) {
    throw new ServerError(
      "SETTINGS_INVALID",
      "Values and the server's token would cross the network to the vault in plain text.",
      "Use https, or set server.vault_allow_insecure_http on a network that nobody else is on.",
    );
  }
  return {
    url: url.replace(/\/+$/, ""),
    namespace: settings.vaultNamespace,
    signIn: signInOf(settings),
    timeoutMs: settings.vaultTimeoutSeconds * 1000,
  };
}

function signInOf(settings: InstanceSettings): SignInSettings {
  const { vaultToken, vaultTokenFile, vaultRoleId, vaultSecretId, vaultRoleMount } = settings;
  const ways: SignInSettings[] = [];
  if (vaultToken !== undefined) ways.push({ kind: "token", token: vaultToken });
  if (vaultTokenFile !== undefined) ways.push({ kind: "token file", file: vaultTokenFile });
  if (vaultRoleId !== undefined && vaultSecretId !== undefined) {
    ways.push({ kind: "approle", mount: vaultRoleMount, roleId: vaultRoleId, secretId: vaultSecretId });
  }
  const [way, second] = ways;
  if (way !== undefined && second === undefined) return way;
  throw new ServerError(
    "SETTINGS_INVALID",
    way === undefined ? "The vault needs a way to sign in." : "The vault has more than one way to sign in.",
    "Set one of server.vault_token, server.vault_token_file, or server.vault_role_id with server.vault_secret_id.",
  );
}
