import type { Command } from "commander";
import type { JsonFlag } from "../terminal/print.ts";
import { addCommand, type SetExitCode } from "./command.ts";

/** `keyfold doctor` */
export function addDoctor(program: Command, setExitCode: SetExitCode): void {
  addCommand(program, "doctor", "show where a secret would be looked for here and why, and check what that needs", [
    "keyfold doctor",
  ]).action(async (flags: JsonFlag) => {
    const { examine } = await import("../doctor/doctor.ts");
    setExitCode(await examine(flags));
  });
}
