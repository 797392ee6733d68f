import { shellQuote } from "@keyfold/common/shell-quote";
import type { Command } from "commander";
import { UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";

/** `secret get` and `get`, which people look for: they explain why no command reads a value, and what to type instead. */
export function addNoRead(parent: Command): void {
  parent
    .command("get [name]", { hidden: true })
    .aliases(["show", "read", "export"])
    .description("no command shows a value: people write secrets, only runs read them")
    .option("--json", "print one line of JSON")
    .allowUnknownOption()
    .allowExcessArguments()
    .action((name: string = "NAME") => {
      throw new UsageError(
        "No command shows a secret's value: people write secrets, only runs read them.",
        `A program gets it in a run: keyfold run --env ${variableFor(name)}=${shellQuote(printable(name))} -- COMMAND`,
      );
    });
}

/** A variable called as a secret is: `prod/orders/db url` is DB_URL. */
function variableFor(name: string): string {
  const last = name.slice(name.lastIndexOf("/") + 1);
  const variable = last.replace(/\W+/g, "_").replace(/^(?=\d)/, "_");
  return /[^_]/.test(variable) ? variable.toUpperCase() : "VALUE";
}
