import { commandKeySource } from "../master-key/command-key-source.ts";
import { fileKeySource } from "../master-key/file-key-source.ts";
import { plainEncoding, transitEncoding } from "../master-key/key-encoding.ts";
import type { MasterKeySource } from "../master-key/master-key-source.ts";
import { OpenBaoClient } from "../openbao/openbao-client.ts";
import { openBaoSettings } from "../openbao/openbao-settings.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "./instance-settings.ts";
import { requireFolder } from "./open-database.ts";
import { dataPaths } from "./paths.ts";

/** Where the settings say that the master key comes from. Throws `SETTINGS_INVALID` if they don't fit together. */
export function keySource(settings: InstanceSettings): MasterKeySource {
  const { masterKeyCommand, transitKey } = settings;
  if (masterKeyCommand !== undefined) {
    if (transitKey === undefined) return commandKeySource(masterKeyCommand);
    throw new ServerError(
      "SETTINGS_INVALID",
      "The master key has two places to come from.",
      "Set server.master_key_command or server.transit_key.",
    );
  }
  const file = dataPaths(requireFolder(settings.dataFolder)).masterKey;
  if (transitKey === undefined) return fileKeySource(file, plainEncoding);
  const url = settings.transitUrl ?? (settings.vault === "database" ? "" : settings.vault);
  const client = new OpenBaoClient(openBaoSettings(settings, url));
  return fileKeySource(file, transitEncoding(client, settings.transitMount, transitKey));
}
