import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ServerError } from "../server-error.ts";
import { IdentityRefused } from "../trusts/refused.ts";

/** An error as it is sent. */
export interface ErrorAnswer {
  readonly message: string;
  readonly locations?: GraphQLFormattedError["locations"];
  readonly path?: GraphQLFormattedError["path"];
  readonly extensions: { readonly code: string; readonly tip?: string };
}

/**
 * Errors as they are sent. Ours are sent as they are; those of GraphQL about the document are cut down to what holds no
 * data; of anything else only the request's id is sent, and `report` gets the error for the server's own log.
 */
export function formatErrors(thrown: unknown, requestId: string, report: (error: unknown) => void): ErrorAnswer[] {
  return errorsIn(thrown).map((error) => formatError(error, requestId, report));
}

/** One error may hold those of a document that is not valid. */
function errorsIn(thrown: unknown): unknown[] {
  if (Array.isArray(thrown)) return thrown;
  const inside = (thrown as { errors?: unknown } | null)?.errors;
  return Array.isArray(inside) ? inside : [thrown];
}

function formatError(error: unknown, requestId: string, report: (error: unknown) => void): ErrorAnswer {
  const original = rootOf(error);
  // Where it was refused would show that a signed token is authentic.
  const isLocated = error instanceof GraphQLError && !(original instanceof IdentityRefused);
  const location: Pick<ErrorAnswer, "locations" | "path"> = isLocated
    ? { locations: error.locations, path: error.path }
    : {};
  if (original instanceof ServerError) {
    if (original.cause !== undefined) report(original.cause);
    return { message: original.message, ...location, extensions: { code: original.code, tip: original.tip } };
  }
  // An error of parsing, validation or variables, which graphql found before any field was resolved.
  if (isGraphQLError(original) && original.path === undefined) {
    return { message: withoutData(original.message), ...location, extensions: { code: "BAD_INPUT" } };
  }
  if (original instanceof RangeError && original.message.includes("call stack")) {
    return { message: "The request nests too deeply.", extensions: { code: "LIMIT_EXCEEDED" } };
  }
  report(original);
  return {
    message: `Something went wrong in the server. Its log tells more under the request id ${requestId}.`,
    ...location,
    extensions: { code: "INTERNAL" },
  };
}

function rootOf(error: unknown): unknown {
  let root = error;
  while (isGraphQLError(root) && root.originalError) root = root.originalError;
  return root;
}

/** graphql-jit has a class of its own, which is not graphql's. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError || (error instanceof Error && error.constructor.name === "GraphQLError");
}

/** Characters of a message that may be sent. A longer one quotes something long, and patterns would take long for it. */
const maxMessage = 1000;

/** graphql quotes literals and variables in its messages: secrets, in our case. Names of types and fields stay. */
function withoutData(message: string): string {
  if (message.length > maxMessage) return "The document or a variable is not valid.";
  return (
    message
      .replace(
        / got invalid value [\s\S]*?(?=(?: at "[\w.[\]]+")?; (?:Expected|Field|String|Int|Float|Boolean|ID|Enum|Value)|$)/,
        " is not valid",
      )
      .replace(/(cannot represent (?:a )?(?:non[\w -]*|value|missing value)): [\s\S]*$/, "$1.")
      .replace(/, found [\s\S]*$/, ".")
      .replace(
        /^(Syntax Error: (?:Unexpected|Invalid|Unterminated|Cannot parse)[ \w]*?)(?: ["'<][\s\S]*|: [\s\S]*)$/,
        "$1.",
      )
      // In a variable, which reads the same as a literal, the name of a field is data too.
      .replace(/Field "[\s\S]*" is not defined by type/, "A field is not defined by type")
      .replace(/Value "[\s\S]*?" does not exist/, "The value does not exist")
      .replace(/ Did you mean [\s\S]*$/, "")
  );
}
