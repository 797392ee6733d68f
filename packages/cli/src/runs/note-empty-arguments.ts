import { note } from "../terminal/print.ts";
import type { Wishes } from "./wishes.ts";

/** The usual slip: the shell expanded `$SECRET` to nothing before keyfold was even started. */
export function noteEmptyArguments({ program, named }: Wishes): void {
  if ("shell" in program || !program.args.includes("")) return;
  const variables = named.filter(({ as }) => as === "value").map(({ variable }) => variable);
  if (variables.length === 0) return;
  note(
    `an argument is empty. If it was meant to be $${variables[0]}, your shell replaced it before the program had the value; ` +
      `this lets the program's own shell do it: keyfold run … --shell 'COMMAND "$${variables[0]}"'`,
  );
}
