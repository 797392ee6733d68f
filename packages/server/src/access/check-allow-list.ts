import { ServerError } from "../server-error.ts";
import type { RunCaller } from "./caller.ts";

/** Throws `NAME_NOT_ALLOWED` for a name that the run was not opened for, whether or not there is such a secret. */
export function checkAllowList(run: RunCaller, name: string): void {
  if (run.allow === null || run.allow.has(name)) return;
  throw new ServerError(
    "NAME_NOT_ALLOWED",
    "This run was not opened for the requested name.",
    "Open the run with this name in its allow-list.",
  );
}
