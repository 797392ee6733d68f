import { connect, type ServerFlags } from "../server/connect.ts";
import { allPages } from "../server/requests.ts";
import { formatInstant, formatTable } from "../terminal/format.ts";
import { note, printResult } from "../terminal/print.ts";

export interface CreateTeamFlags extends ServerFlags {
  /** Whether its first token may open runs. */
  runner: boolean;
}

/** Makes a team. Without `--json` only its first token is on standard output, so that it can be piped on. */
export async function createTeam(name: string, { runner, ...flags }: CreateTeamFlags): Promise<void> {
  const { client } = await connect(flags);
  const { team, token } = await client.createTeam({ name, ...(runner ? {} : { runner }) });
  printResult(flags.json, { ...team, token }, () => token);
  if (flags.json) return;
  const may = runner ? "admin and runner: it manages the team, and opens runs that read all of its secrets" : "admin";
  note(`this is shown once. It is the token of ${name}'s first ${may}.`, flags);
}

/** Lists the teams: for an admin of the first one all of them, for others their own. */
export async function listTeams(flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  const teams = await allPages((page) => client.teams(page));
  const rows = teams.map(({ id, name, createdAt }) => [id, name, formatInstant(createdAt)]);
  printResult(flags.json, teams, () =>
    formatTable(["ID", "NAME", "CREATED"], rows, "There are no teams.", { NAME: 0 }),
  );
}
