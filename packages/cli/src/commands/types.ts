import type { Command } from "commander";
import type { TypesFlags } from "../names/write-types.ts";
import { addCommand } from "./command.ts";

/** `keyfold types` */
export function addTypes(program: Command): void {
  addCommand(program, "types", "write the secrets' names as types: a typo in new Secret(…) does not compile", [
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
