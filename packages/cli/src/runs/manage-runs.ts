import type { ListedRun } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { allPages } from "../server/requests.ts";
import { formatInstant, formatTable, printable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

export interface ListRunsFlags extends ServerFlags {
  /** Also those that are over. */
  all?: boolean;
}

/** Lists the team's live runs, for a runner those that it opened, the newest first. */
export async function listRuns({ all, ...flags }: ListRunsFlags): Promise<void> {
  const { client } = await connect(flags);
  const runs = await allPages((page) => client.runs(all ? page : { ...page, where: { live: true } }));
  const rows = runs.map((run) => [
    [run.id, ...(run.label === null ? [] : [`  ${run.label}`])],
    run.openedBy,
    run.folder ?? "",
    endOf(run),
  ]);
  const none = all ? "There are no runs." : "There are no live runs.";
  printResult(flags.json, runs, () => formatTable(["ID", "BY", "FOLDER", "UNTIL"], rows, none, wraps));
}

/** An id stays on one line. */
const wraps = { ID: 36, BY: 0, FOLDER: 0 };

/** When a run expires or ended: the date, and below it the time. */
function endOf({ live, endedAt, expiresAt }: ListedRun): string[] {
  if (live) return formatInstant(expiresAt).split(" ");
  return [endedAt ? "ended" : "expired", ...formatInstant(endedAt ?? expiresAt).split(" ")];
}

/** Ends a run at once: what reads in it is refused from then on. */
export async function endRun(id: string, flags: ServerFlags): Promise<void> {
  const { client } = await connect(flags);
  await client.endRun({ id });
  printResult(flags.json, { id, ended: true }, () => `The run ${printable(id)} is over.`);
}
