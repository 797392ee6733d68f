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
  const covering = [
    ...names.map((asked) => {
      const candidates = fullNames(folder, asked);
      return runners.filter((grant) => candidates.some((name) => covers([grant], "runner", name)));
    }),
    ...(uses ?? []).map((use) => {
      const candidates = fullNames(folder, use.name);
      return runners.filter((grant) => candidates.some((name) => coversUse(grant, { ...use, name })));
    }),
  ];
  if (covering.some((grants) => grants.length === 0)) throw notCovered();
  const grants = new Set(covering.flat());
  return { grants: runners.filter((grant) => grants.has(grant)), allow: names, folder, uses };
}

/** How long a run by some grants may live in all, in milliseconds. */
export function maxRunMs(grants: readonly Grant[]): number {
  return Math.min(...grants.map(({ runSeconds }) => (runSeconds === null ? Infinity : runSeconds * 1000)));
}
