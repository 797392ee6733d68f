import type { SecretSetFlags } from "../commands/secret-set.ts";
import { connect } from "../server/connect.ts";
import { answer, note } from "../terminal/print.ts";
import { printable } from "../terminal/printable.ts";
import { parseJsonValue } from "./parse-json-value.ts";
import { takeValue } from "./take-value.ts";

/** Sets a secret's value on the server. */
export async function setSecret(name: string, given: string | undefined, flags: SecretSetFlags): Promise<void> {
  if (given !== undefined) {
    note("the value was on the command line, so it is in the shell's history now; leave it out to be asked for it.");
  }
  const { client } = await connect();
  const text = await takeValue(name, given, flags.stdin === true);
  const value = flags.json ? parseJsonValue(text) : text;
  const { version } = await client.setSecret({ name, value });
  answer(flags.json, { name, version }, () => `${printable(name)} is set, version ${version}.`);
}
