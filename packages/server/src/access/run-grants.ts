import { notCovered } from "./caller.ts";
import { fullNames } from "./folders.ts";
import { covers, coversUse, type Grant, type Use } from "./grants.ts";

/** What a run is asked to be opened for. */
export interface RequestedScope {
  /** The names that it may ask for; null: all that its grants cover. */
  readonly allow: readonly string[] | null;
  readonly folder: string | null;
  /** What it may use without reading it; null: nothing was asked for. */
  readonly uses: readonly Use[] | null;
}

/** What a run may do, and by which of its opener's grants. */
export interface RunScope extends RequestedScope {
  readonly grants: readonly Grant[];
}

/**
 * Narrows a run to what its opener's grants cover.
 *
 * @throws ServerError `NAME_NOT_ALLOWED` for a name or a use that none covers, whether or not there is such a secret.
 */
export function scopeOfRun(own: readonly Grant[], { allow, folder, uses }: RequestedScope): RunScope {
  const runners = own.filter(({ role }) => role === "runner");
  if (allow === null && uses === null) {
    const reading = runners.filter((grant) => grant.uses === null);
    if (reading.length > 0) return { grants: reading, allow, folder, uses };
    return { grants: runners, allow: [], folder, uses: runners.flatMap((grant) => grant.uses ?? []) };
  }
  const names = allow ?? [];
  const covering = (asked: string, isCovered: (grant: Grant, name: string) => boolean): Grant[] => {
    const candidates = fullNames(folder, asked);
    const grants = runners.filter((grant) => candidates.some((name) => isCovered(grant, name)));
    if (grants.length === 0) throw notCovered(asked);
    return grants;
  };
  const grants = new Set([
    ...names.flatMap((asked) => covering(asked, (grant, name) => covers([grant], "runner", name))),
    ...(uses ?? []).flatMap((use) => covering(use.name, (grant, name) => coversUse(grant, { ...use, name }))),
  ]);
  return { grants: runners.filter((grant) => grants.has(grant)), allow: names, folder, uses };
}

/** How long a run by some grants may live in all, in milliseconds. */
export function maxRunMs(grants: readonly Grant[]): number {
  return Math.min(...grants.map(({ runSeconds }) => (runSeconds === null ? Infinity : runSeconds * 1000)));
}
