import type { Command } from "commander";
import type { JsonFlag } from "../terminal/print.ts";
import { addCommand, addServerCommand, lazy, notes, type SetExitCode } from "./command.ts";

/** `keyfold config …` */
export function addConfig(program: Command, setExitCode: SetExitCode): void {
  const config = program.command("config").description("the configuration in force here");

  addCommand(config, "show", "show every setting in force here; secrets show as <secret>", [
    "keyfold config show",
    "keyfold config show --origin",
  ])
    .option("--origin", "also show where each comes from: file and line, or the variable")
    .action(lazy(async () => (await import("../configuration/show-config.ts")).showConfig));

  addCommand(config, "get <key>", "show one setting, or one table of them", [
    "keyfold config get cloud.url",
    "keyfold config get cloud",
  ]).action(lazy(async () => (await import("../configuration/show-config.ts")).showSetting));

  addCommand(config, "init", "write a commented configuration file to start from, which only you can read", [
    "keyfold config init",
    "KEYFOLD_CONFIG=./local.toml keyfold config init",
  ])
    .addHelpText(
      "after",
      notes(
        "The file is ~/.keyfold/config.toml, or the one that KEYFOLD_CONFIG names. One that exists is never overwritten.",
      ),
    )
    .action(lazy(async () => (await import("../configuration/init-config.ts")).initConfig));

  addCommand(config, "check", "report every problem of the configuration at once; ends with 1 if there are errors", [
    "keyfold config check",
  ]).action(async (flags: JsonFlag) =>
    setExitCode((await import("../configuration/show-config.ts")).reportProblems(flags)),
  );
}

/** `keyfold doctor` */
export function addDoctor(program: Command, setExitCode: SetExitCode): void {
  addServerCommand(
    program,
    "doctor",
    "show where a secret would be looked for here and why, and check what that needs",
    ["keyfold doctor"],
  ).action(async (flags: JsonFlag) => setExitCode(await (await import("../doctor/doctor.ts")).examine(flags)));
}
