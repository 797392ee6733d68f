import { checkJson } from "../json/check-json.ts";
import { parseJson } from "../json/parse-json.ts";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";

/** What a request asks for, once its body is read. */
export interface Operation {
  readonly source: string;
  readonly variables: Record<string, unknown> | null;
  readonly operationName: string | null;
}

/** Lists and objects around a value in a body: the body, its variables, an input, a list of inputs, with some to spare. */
const levelsAroundValue = 8;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the JSON of a request's body.
 *
 * @param stringVariables - whether `variables` may be a JSON string inside the JSON body, as Prefect's clients send it.
 * @throws ServerError `BAD_INPUT` for what is no operation, `LIMIT_EXCEEDED` for a list of them and for JSON that is too
 *   deep or has too many values.
 */
export function readOperation(body: Uint8Array, limits: Limits, stringVariables: boolean): Operation {
  const json = { depth: limits.valueDepth + levelsAroundValue, items: limits.bodyItems };
  checkJson(body, json);
  const parsed = parseJson(decode(body));
  if (Array.isArray(parsed)) {
    throw new ServerError("LIMIT_EXCEEDED", "One request carries one operation.", "Use secretValues and setSecrets.");
  }
  const { query, operationName = null, variables = null } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "") {
    throw new ServerError("BAD_INPUT", "The body has no query.", 'Send {"query": …, "variables": {…}}.');
  }
  if (operationName !== null && typeof operationName !== "string") {
    throw new ServerError("BAD_INPUT", "operationName must be a string.", "Leave it out, or name one operation.");
  }
  const isString = stringVariables && typeof variables === "string";
  if (isString) checkJson(Buffer.from(variables, "utf8"), json);
  return {
    source: query,
    variables: checkVariables(isString ? parseJson(variables) : variables),
    operationName,
  };
}

function checkVariables(variables: unknown): Operation["variables"] {
  if (typeof variables !== "object" || Array.isArray(variables)) {
    throw new ServerError("BAD_INPUT", "variables must be an object.", 'Send {"query": …, "variables": {…}}.');
  }
  // GraphQL's own code would make it the prototype of the variables.
  if (variables !== null && Object.hasOwn(variables, "__proto__")) {
    throw new ServerError("BAD_INPUT", "A variable can't be called __proto__.", "Give it another name.");
  }
  return variables as Operation["variables"];
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new ServerError("BAD_INPUT", "The body is not valid UTF-8.", "Send JSON in UTF-8.");
  }
}
