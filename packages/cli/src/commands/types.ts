import type { Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** What `types` was given. */
export interface TypesFlags extends JsonFlag {
  out: string;
}

/** `keyfold types` */
export function addTypes(program: Command): void {
  command(program, "types", "write the secrets' names as types: a typo in new Secret(…) does not compile", [
    "keyfold types",
    "keyfold types --out src/secret-names.d.ts",
  ])
    .option("--out <file>", "the file to write", "secret-names.d.ts")
    .addHelpText(
      "after",
      `
The names are the server's, or those of context.secrets where secrets are local. No value is asked for.`,
    )
    .action(async (flags: TypesFlags) => {
      const { writeTypes } = await import("../names/write-types.ts");
      await writeTypes(flags);
    });
}
