import type { Command } from "commander";
import type { ServerFlags } from "../server/connect.ts";
import type { CreateTeamFlags } from "../teams/manage-teams.ts";
import { addServerCommand } from "./command.ts";

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
    .action(async (name: string, flags: CreateTeamFlags) =>
      (await import("../teams/manage-teams.ts")).createTeam(name, flags),
    );

  addServerCommand(team, "list", "list the teams: all of them for an admin of the first one, else one's own", [
    "keyfold team list",
  ])
    .alias("ls")
    .action(async (flags: ServerFlags) => (await import("../teams/manage-teams.ts")).listTeams(flags));
}
