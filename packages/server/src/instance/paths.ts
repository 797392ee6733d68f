import { join } from "node:path";

/** The files of a data folder. */
export function dataPaths(folder: string): { masterKey: string; database: string } {
  return { masterKey: join(folder, "master.key"), database: join(folder, "keyfold.db") };
}
