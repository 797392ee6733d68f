import { execFile } from "node:child_process";
import { ServerError } from "../server-error.ts";
import { type KeyCandidate, type MasterKeySource, masterKeyInvalid, parseMasterKey } from "./master-key.ts";

const timeoutMs = 30_000;
const maxOutputBytes = 4096;

/**
 * A master key that a command prints, by which any key manager can hold it. It is run by the shell, and again when the
 * key was changed; what it prints is in no message.
 */
export function commandKeySource(command: string): MasterKeySource {
  const candidate = commandKey(command);
  return {
    description: "the key that the command prints",
    create: async () => {
      await candidate.read();
    },
    candidates: async () => [candidate],
    prepare: async () => {
      throw new ServerError(
        "SETTINGS_INVALID",
        "A master key that a command gives can't be changed by the server.",
        "Name the command that gives the next one: keyfold-server rotate-key --new-command COMMAND",
      );
    },
  };
}

/**
 * The key that a command prints.
 *
 * @throws ServerError `MASTER_KEY_INVALID`.
 */
export function commandKey(command: string): KeyCandidate {
  return {
    read: async () => parseMasterKey(await outputOf(command), "The output of the command that gives the master key"),
    promote: async () => {},
  };
}

function outputOf(command: string): Promise<string> {
  const options = { timeout: timeoutMs, maxBuffer: maxOutputBytes, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    execFile("/bin/sh", ["-c", command], options, (error, stdout) => {
      if (!error) return resolve(stdout);
      const printedTooMuch = String(error.code) === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER";
      const ended = error.killed ? "took too long" : `ended with ${error.code}`;
      const how = printedTooMuch ? "printed too much" : ended;
      reject(masterKeyInvalid(`The command that gives the master key ${how}.`));
    });
  });
}
