import { errorPage } from "@keyfold/common/docs-page";
import { ServerError } from "../server-error.ts";

/**
 * An error of a command for a person: what happened and what to do next, without a stack trace, and on a terminal the page that says
 * more; or the same as JSON.
 */
export function formatError(error: unknown, json: boolean, isTerminal = false): string {
  const { code, message, tip } = detailsOf(error);
  if (json) return JSON.stringify({ error: { code, message, tip } });
  const page = isTerminal && error instanceof ServerError ? errorPage(code) : "";
  return `keyfold-server: ${[message, tip, page].filter(Boolean).join("\n")}`;
}

function detailsOf(error: unknown): { code: string; message: string; tip?: string } {
  if (!(error instanceof ServerError)) return { code: "INTERNAL", message: messageOf(error) };
  const { code, message, tip, cause } = error;
  // A running server has this in its log, which a command has not.
  const isLoggedOnly = code === "DATABASE_UNAVAILABLE" || code === "VAULT_UNAVAILABLE";
  const why = isLoggedOnly && cause !== undefined ? ` The reason: ${messageOf(rootOf(cause))}.` : "";
  return { code, message: message + why, tip };
}

/** Node's errors of a connection lie inside others, which only say that something failed. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause !== undefined) root = root.cause;
  return root;
}

/** A connection that failed at each of a host's addresses has a code alone. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || String((error as NodeJS.ErrnoException).code);
}
