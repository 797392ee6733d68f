import type { Command } from "commander";
import { addServerCommand, lazy } from "./command.ts";

/** `keyfold team …` */
export function addTeam(program: Command): void {
  const team = program.command("team").description("the teams of a server; none sees anything of another");

  addServerCommand(
    team,
    "create <name>",
    "create a team, for an admin of the first one; its first token is shown only once",
    ["keyfold team create payments", "keyfold team create shop --no-runner"],
  )
    .option(
      "--no-runner",
      "its first token only manages: nobody in the team can read, nor give anybody a grant of runner",
    )
    .action(lazy(async () => (await import("../teams/manage-teams.ts")).createTeam));

  addServerCommand(team, "list", "list the teams: all of them for an admin of the first one, else one's own", [
    "keyfold team list",
  ])
    .alias("ls")
    .action(lazy(async () => (await import("../teams/manage-teams.ts")).listTeams));
}
