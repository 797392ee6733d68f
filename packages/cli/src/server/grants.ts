import type { Grant, GrantInput, Role } from "@keyfold/client";
import { UsageError } from "../terminal/command-error.ts";
import { formatDuration, printable } from "../terminal/format.ts";
import { checkGrantedUse, formatUse } from "./uses.ts";

/** The roles, the strongest first. */
export const roles: readonly Role[] = ["admin", "editor", "runner", "auditor"];

/** Names between commas; `\,` is a comma in a name. */
export function splitNames(string: string): string[] {
  const names = string.split(/(?<!\\),/).map((name) => name.replaceAll("\\,", ",").trim());
  return names.filter((name) => name !== "");
}

/**
 * Reads each `--grant`, and `--use`, which are those of one grant of runner.
 *
 * @param runSeconds - how long the runs that use secrets live at most.
 * @throws UsageError for what is no grant or no use.
 */
export function readGrants(grants: readonly string[], uses: readonly string[], runSeconds?: number): GrantInput[] {
  const used: GrantInput = { role: "runner", uses: uses.map(checkGrantedUse), runSeconds };
  return [...grants.map(readGrant), ...(uses.length === 0 ? [] : [used])];
}

/** Reads `admin`, `editor:prod/orders/*` or `runner:a,b`. */
function readGrant(string: string): GrantInput {
  const [, typed, after] = /^([a-z]+)(?::(.*))?$/su.exec(string) ?? [];
  const role = roles.find((one) => one === typed);
  const names = after === undefined ? undefined : splitNames(after);
  if (role !== undefined && names?.length !== 0) return { role, names };
  throw new UsageError(
    `--grant ${printable(string)} is not a grant.`,
    "Write a role, and after a colon names and folders between commas: --grant 'editor:prod/orders/*'",
  );
}

/** A grant as it is typed, and what else limits it: `runner:dev/*, runs up to 15m`. */
export function formatGrant(grant: Grant): string {
  return partsOf(grant).join(", ");
}

/** A grant for a narrow column: its names one below the other where they are long, and what else limits it. */
export function stackGrant(grant: Grant): string[] {
  const [first = "", ...limits] = partsOf(grant);
  const names = first.length > narrow ? first.split(/(?<=[^\\],)/) : [first];
  return [...names.slice(0, 1), ...[...names.slice(1), ...limits].map((line) => `  ${line}`)];
}

/** As wide as `editor:prod/orders/*`, beside an id and a name in 80 columns. */
const narrow = 20;

function partsOf({ role, names, runSeconds, uses }: Grant): string[] {
  const touched = (names ?? ["*"]).map((name) => name.replaceAll(",", "\\,")).join(",");
  const what = role === "admin" || role === "auditor" ? role : `${role}:${touched}`;
  const limits = runSeconds === null ? [] : [`runs up to ${formatDuration(runSeconds)}`];
  return uses === null ? [what, ...limits] : [role, ...uses.map((use) => `uses ${formatUse(use)}`), ...limits];
}
