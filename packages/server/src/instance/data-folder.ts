import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { shellQuote } from "@keyfold/common/shell-quote";
import { AuditHead } from "../audit/audit-head.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";

/**
 * The files of the data folder.
 *
 * @throws ServerError `SETTINGS_INVALID` where one is needed and none is named.
 */
export function dataPaths({ data }: InstanceSettings): { folder: string; masterKey: string; database: string } {
  if (data === undefined) {
    throw new ServerError("SETTINGS_INVALID", "No data folder was named.", "Give --data FOLDER, or set server.data.");
  }
  return { folder: data, masterKey: join(data, "master.key"), database: join(data, "keyfold.db") };
}

/**
 * The file that says where an instance's audit log ends, as the settings have it: by default in the data folder, beside the
 * master key. Undefined where there is to be none.
 */
export function auditHeadOf(
  { auditHead, data }: InstanceSettings,
  auditKey: KeyObject,
  report: (error: unknown) => void = () => {},
): AuditHead | undefined {
  const file = auditHead ?? (data === undefined ? "off" : join(data, "audit.head"));
  return file === "off" ? undefined : new AuditHead(file, auditKey, report);
}

/** What to do where `init` has prepared nothing yet. */
export function tipToInit(options: string): string {
  return `Prepare it with: keyfold-server init${options}`;
}

/** For a folder, or else a database, that `init` has not prepared. */
export function noData(folder: string | undefined): ServerError {
  return new ServerError(
    "DATA_FOLDER_MISSING",
    `${folder ?? "The database"} holds no Keyfold data.`,
    tipToInit(` --data ${shellQuote(folder ?? "FOLDER")}`),
  );
}
