import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { AuditHead } from "../audit/audit-head.ts";
import type { InstanceSettings } from "../settings/settings.ts";

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
