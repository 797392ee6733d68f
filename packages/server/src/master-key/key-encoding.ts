import { randomBytes } from "node:crypto";
import type { OpenBaoClient } from "../openbao/openbao-client.ts";
import { formatMasterKey, type MasterKey, masterKeyFrom, masterKeyInvalid, parseMasterKey } from "./master-key.ts";

/** How a master key is written in a file. */
export interface KeyEncoding {
  /** What a file with a new random key holds. */
  encodeNew(): Promise<string>;
  /** @throws ServerError `MASTER_KEY_INVALID` for what holds no key; `source` names it. */
  decode(contents: string, source: string): Promise<MasterKey>;
}

/** As it is: whoever reads the file has the key. */
export const plainEncoding: KeyEncoding = {
  encodeNew: async () => formatMasterKey(randomBytes(32)),
  decode: async (contents, source) => parseMasterKey(contents, source),
};

/**
 * Encrypted by a key of OpenBao's transit engine, which never leaves OpenBao: the file alone is worth nothing. OpenBao
 * is asked when a server starts, and when the key is changed.
 */
export function transitEncoding(client: OpenBaoClient, mount: string, key: string): KeyEncoding {
  const ask = async (verb: string, body: object, field: string): Promise<string | undefined> => {
    const { body: response } = await client.ask({ method: "POST", path: `${mount}/${verb}/${key}`, body });
    const value = response.data?.[field];
    return typeof value === "string" ? value : undefined;
  };
  return {
    encodeNew: async () => {
      const ciphertext = await ask("encrypt", { plaintext: randomBytes(32).toString("base64") }, "ciphertext");
      if (ciphertext === undefined) throw masterKeyInvalid(`OpenBao's transit key ${key} is not there.`);
      return `${ciphertext}\n`;
    },
    decode: async (contents, source) => {
      const ciphertext = contents.trim();
      if (!/^vault:v\d+:[\w+/=-]+$/.test(ciphertext)) {
        throw masterKeyInvalid(`${source} does not hold a master key that OpenBao's transit encrypted.`);
      }
      const plaintext = await ask("decrypt", { ciphertext }, "plaintext");
      const bytes = Buffer.from(plaintext ?? "", "base64");
      if (bytes.length !== 32) throw masterKeyInvalid(`${source} is not opened by OpenBao's transit key ${key}.`);
      return masterKeyFrom(bytes);
    },
  };
}
