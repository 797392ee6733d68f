import type { Logger } from "pino";
import { ServerError } from "../server-error.ts";
import { AuditStream } from "./audit-stream.ts";

/** The stream to a target, if one is set. Throws `AUDIT_UNAVAILABLE` for a file that can't be opened. */
export async function openAuditStream(target: string | undefined, log: Logger): Promise<AuditStream | undefined> {
  if (target === undefined) return undefined;
  const stream = new AuditStream(target, {
    onMoved: () => log.warn("the audit stream's file was moved or deleted: a new one was begun"),
  });
  try {
    await stream.open();
    // Whatever else the server needs may fail: nothing stays open until the first row.
    await stream.reopen();
    return stream;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ServerError(
      "AUDIT_UNAVAILABLE",
      `The audit stream ${target} can't be opened: ${code ?? message}.`,
      "Check the setting audit_stream, the file's folder and its permissions.",
      error,
    );
  }
}
