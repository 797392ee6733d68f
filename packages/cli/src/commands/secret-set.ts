import type { Command } from "commander";
import { sayWrongUse } from "../terminal/say-wrong-use.ts";
import { command, type JsonFlag } from "./command.ts";

/** What `secret set` was given besides the name. */
export interface SecretSetFlags extends JsonFlag {
  stdin?: boolean;
}

/** `keyfold secret set NAME [VALUE]` */
export function addSecretSet(secret: Command): void {
  command(
    secret,
    "set <name> [value]",
    "set a value; without VALUE it is asked for, and what is typed is hidden",
    [
      `keyfold secret set "stripe key"`,
      `keyfold secret set "stripe key" --stdin < key.txt`,
      `keyfold secret set limits --json '{"daily": 100}'`,
    ],
    "the value is JSON, and so is the answer; without this a value is a text",
  )
    .option("--stdin", "read the value from standard input; one line break at its end is left out")
    .addHelpText(
      "after",
      `
A VALUE on the command line can be read in the shell's history and by other programs while the command runs.
Nothing is expanded: a $ stays a $.`,
    )
    .configureOutput({ outputError: (text, write) => write(sayWrongUse(text, true)) })
    .action(async (name: string, value: string | undefined, flags: SecretSetFlags) => {
      const { setSecret } = await import("../secrets/set-secret.ts");
      await setSecret(name, value, flags);
    });
}
