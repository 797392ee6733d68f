import { writeFileSync } from "node:fs";
import { loadConfig } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import type { TypesFlags } from "../commands/types.ts";
import { chosenServer } from "../server/chosen-server.ts";
import { connect } from "../server/connect.ts";
import { secretsAreLocal } from "../server/secrets-are-local.ts";
import { answer } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { typesOf } from "./types-of.ts";

/** Writes the names of the secrets, from the server or the local file, as types. */
export async function writeTypes({ out, json }: TypesFlags): Promise<void> {
  const config = loadConfig();
  const server = await chosenServer(config);
  const names = secretsAreLocal(config, server)
    ? Object.keys(config.get("context.secrets") as object)
    : await (await connect(config)).client.secretNames();
  try {
    writeFileSync(out, typesOf(names));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      "FILE_NOT_WRITTEN",
      `${printable(out)} could not be written (${code}).`,
      "Check its folder.",
    );
  }
  answer(json, { path: out, names: names.length }, () => `${printable(out)} holds ${names.length} names.`);
}
