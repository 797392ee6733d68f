import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { ServerError } from "../server-error.ts";

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;

/** An instant: ISO 8601 outside, milliseconds since 1970 inside. */
export const dateTimeScalar: GraphQLScalarType<number, string> = new GraphQLScalarType<number, string>({
  name: "DateTime",
  serialize: (value) => new Date(value as number).toISOString(),
  parseValue: (value) => instantFrom(value),
  parseLiteral: (node) => instantFrom(node.kind === Kind.STRING ? node.value : undefined),
});

function instantFrom(written: unknown): number {
  const instant = typeof written === "string" && form.test(written) ? Date.parse(written) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  const message = 'An instant must be an ISO 8601 string with a time zone, like "2026-01-31T09:30:00Z".';
  throw new GraphQLError(message, {
    originalError: new ServerError("BAD_INPUT", message, "Give the date, the time and Z or an offset."),
  });
}
