import { execFile } from "node:child_process";
import { ServerError } from "../server-error.ts";
import { type MasterKey, masterKeyInvalid, parseMasterKey } from "./master-key.ts";
import type { MasterKeySource } from "./master-key-source.ts";

const timeoutMs = 30_000;
const longestOutput = 4096;

/**
 * A master key that a command prints, by which any key manager can hold it. It is run by the shell, and again when the
 * key was changed; what it prints is never told.
 */
export function commandKeySource(command: string): MasterKeySource {
  const read = (): Promise<MasterKey> =>
    new Promise((resolve, reject) => {
      const options = { timeout: timeoutMs, maxBuffer: longestOutput, killSignal: "SIGKILL" } as const;
      execFile("/bin/sh", ["-c", command], options, (error, stdout) => {
        if (error) {
          const how = error.killed ? "was stopped" : `ended with ${error.code}`;
          return reject(masterKeyInvalid(`The command that gives the master key ${how}.`));
        }
        try {
          resolve(parseMasterKey(stdout, "The output of the command that gives the master key"));
        } catch (invalid) {
          reject(invalid);
        }
      });
    });
  return {
    about: "the key that the command prints",
    create: async () => {
      await read();
    },
    read: async () => [{ key: await read(), isNext: false }],
    prepare: async () => {
      throw new ServerError(
        "SETTINGS_INVALID",
        "A master key that a command gives can't be changed by the server.",
        "Name the command that gives the next one: keyfold-server rotate-key --new-command COMMAND",
      );
    },
    adopt: async () => {},
  };
}
