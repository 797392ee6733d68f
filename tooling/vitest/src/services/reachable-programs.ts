import { cpSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { postgresPrograms } from "./install-services.ts";

const othersMayPass = 0o001;

/**
 * PostgreSQL's programs where every user can reach them: where they are or, if that is in a folder of its owner's own,
 * copied to `folder`.
 */
export function reachablePrograms(folder: string): { initdb: string; postgres: string } {
  const bin = realpathSync(dirname(postgresPrograms().postgres));
  if (isOpenToAll(bin)) return postgresPrograms(bin);
  const copy = join(folder, "programs");
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return postgresPrograms(join(copy, "bin"));
}

function isOpenToAll(folder: string): boolean {
  const parent = dirname(folder);
  const open = (statSync(folder).mode & othersMayPass) !== 0;
  return open && (parent === folder || isOpenToAll(parent));
}
