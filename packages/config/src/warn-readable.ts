import type { ConfigFile } from "./files/config-file.ts";
import { at, isTable } from "./table.ts";

const warned = new Set<string>();

/** Warns, once for each file, that others can read the secrets it holds. */
export function warnReadable(file: ConfigFile): void {
  const message = readableByOthers(file);
  if (message === undefined || warned.has(file.path)) return;
  warned.add(file.path);
  process.emitWarning(message, { code: "KEYFOLD_CONFIG_READABLE" });
}

/** What to say of a file that holds secrets and that others can read; `undefined` for any other. */
export function readableByOthers({ path, mode, table }: ConfigFile): string | undefined {
  // On Windows the bits say nothing.
  if ((mode & 0o077) === 0 || process.platform === "win32") return undefined;
  if (!holdsSecret(at(table, ["context", "secrets"])) && !holdsSecret(at(table, ["cloud", "token"]))) return undefined;
  return `${path} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${path}`;
}

/** `"$NAME"` says where a value is, not what it is. */
function holdsSecret(value: unknown): boolean {
  if (isTable(value)) return Object.values(value).some(holdsSecret);
  return value !== undefined && value !== "" && !(typeof value === "string" && /^\$(\w+|\{[^}]*\})$/.test(value));
}
