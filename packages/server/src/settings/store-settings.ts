import { count, flag, optionalText, type SettingsOf, text } from "./setting.ts";

/** Where an instance keeps its data. */
export interface StoreSettings {
  /** The URL of a PostgreSQL database; without it, SQLite in the data folder. */
  readonly database: string | undefined;
  /** `database`, or the URL of OpenBao or HashiCorp Vault. */
  readonly vault: string;
  /** The server's token in OpenBao. */
  readonly vaultToken: string | undefined;
  /** A file with that token, read again when the token is no longer valid. */
  readonly vaultTokenFile: string | undefined;
  /** The role id of the server's AppRole. */
  readonly vaultRoleId: string | undefined;
  /** The secret id of that AppRole. */
  readonly vaultSecretId: string | undefined;
  /** The mount of the AppRole auth method. Default `approle`. */
  readonly vaultRoleMount: string;
  /** The namespace in OpenBao. */
  readonly vaultNamespace: string | undefined;
  /** The mount of the KV v2 secrets engine. Default `secret`. */
  readonly vaultMount: string;
  /** The folder in that engine. Default `keyfold`. */
  readonly vaultPrefix: string;
  /** How long one request to OpenBao may take. Default 5. */
  readonly vaultTimeoutSeconds: number;
  /** Whether to allow plain http to OpenBao on another machine. Default false. */
  readonly vaultAllowInsecureHttp: boolean;
  /** A command that prints the master key, instead of the file `master.key`. */
  readonly masterKeyCommand: string | undefined;
  /** A key of OpenBao's transit engine that encrypts the file `master.key`. */
  readonly transitKey: string | undefined;
  /** The mount of the transit engine. Default `transit`. */
  readonly transitMount: string;
  /** The URL of the OpenBao with that engine; by default, the vault's. */
  readonly transitUrl: string | undefined;
}

export const storeSettings: SettingsOf<StoreSettings> = {
  database: optionalText("The URL of a PostgreSQL database; without it, SQLite in the data folder.", {
    option: "--database",
  }),
  vault: text("database", "Where values are stored: `database`, or the URL of OpenBao or HashiCorp Vault.", {
    option: "--vault",
  }),
  vaultToken: optionalText("The server's token in OpenBao."),
  vaultTokenFile: optionalText(
    "A file with the server's token in OpenBao, read again when the token is no longer valid.",
  ),
  vaultRoleId: optionalText("The role id of the server's AppRole in OpenBao."),
  vaultSecretId: optionalText("The secret id of that AppRole."),
  vaultRoleMount: text("approle", "The mount of the AppRole auth method."),
  vaultNamespace: optionalText("The namespace in OpenBao."),
  vaultMount: text("secret", "The mount of the KV v2 secrets engine."),
  vaultPrefix: text("keyfold", "The folder in that engine. Values are found only while it stays the same."),
  vaultTimeoutSeconds: count(5, "How long one request to OpenBao may take.", { most: 300 }),
  vaultAllowInsecureHttp: flag(false, "Whether to allow plain http to OpenBao on another machine."),
  masterKeyCommand: optionalText("A command that prints the master key, instead of the file `master.key`.", {
    option: "--master-key-command",
  }),
  transitKey: optionalText("A key of OpenBao's transit engine that encrypts the file `master.key`."),
  transitMount: text("transit", "The mount of the transit engine."),
  transitUrl: optionalText("The URL of the OpenBao with that engine; by default, the vault's."),
};
