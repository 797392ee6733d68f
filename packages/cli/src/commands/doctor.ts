import type { Command } from "commander";
import { command, type Ends, type JsonFlag } from "./command.ts";

/** `keyfold doctor` */
export function addDoctor(program: Command, ends: Ends): void {
  command(program, "doctor", "say where a secret would be looked for here and why, and check what that needs", [
    "keyfold doctor",
  ]).action(async (flags: JsonFlag) => {
    const { examine } = await import("../doctor/examine.ts");
    ends(await examine(flags));
  });
}
