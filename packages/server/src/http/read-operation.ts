import type { Operation } from "../graphql/execute-document.ts";
import { parseJson } from "../graphql/parse-json.ts";
import { ServerError } from "../server-error.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request's body; `readVariables` gets its `variables` first. Throws `BAD_INPUT`, or `LIMIT_EXCEEDED` for a list
 * of operations.
 */
export function readOperation(body: Uint8Array, readVariables: (variables: unknown) => unknown): Operation {
  const parsed = parseJson(decode(body));
  if (Array.isArray(parsed)) {
    throw new ServerError("LIMIT_EXCEEDED", "One request carries one operation.", "Use secretValues and setSecrets.");
  }
  const { query, operationName = null, ...rest } = (parsed ?? {}) as Record<string, unknown>;
  const variables = readVariables(rest.variables ?? null);
  if (typeof query !== "string" || query.trim() === "") {
    throw new ServerError("BAD_INPUT", "The body has no query.", 'Send {"query": …, "variables": {…}}.');
  }
  if (typeof variables !== "object" || Array.isArray(variables)) {
    throw new ServerError("BAD_INPUT", "variables must be an object.", 'Send {"query": …, "variables": {…}}.');
  }
  // GraphQL's own code would make it the prototype of the variables.
  if (variables !== null && Object.hasOwn(variables, "__proto__")) {
    throw new ServerError("BAD_INPUT", "A variable can't be called __proto__.", "Give it another name.");
  }
  if (operationName !== null && typeof operationName !== "string") {
    throw new ServerError("BAD_INPUT", "operationName must be a text.", "Leave it out, or name one operation.");
  }
  return { source: query, variables: variables as Record<string, unknown> | null, operationName };
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new ServerError("BAD_INPUT", "The body is not valid UTF-8.", "Send JSON in UTF-8.");
  }
}
