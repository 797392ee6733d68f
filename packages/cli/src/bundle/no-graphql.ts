/**
 * Stands in for the package `graphql` in the command's bundle: graphql-request imports it, but every document here is a
 * string, which nothing parses.
 */
export const Kind = { OPERATION_DEFINITION: "OperationDefinition" } as const;

export class GraphQLError extends Error {}

export function parse(): never {
  throw new Error("There is no parser of GraphQL in this command.");
}

export function print(): never {
  return parse();
}
