import { type GraphQLSchema, getDirectiveValues } from "graphql";
import type { Caller as CallerName } from "../generated/resolvers.ts";

/** Who may use each field of Query and Mutation, by `Type.field`; nobody where the schema says nothing. */
export function readAllowDirectives(schema: GraphQLSchema): ReadonlyMap<string, ReadonlySet<CallerName>> {
  const directive = schema.getDirective("allow");
  const allowed = new Map<string, ReadonlySet<CallerName>>();
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const values = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
      allowed.set(`${type?.name}.${field.name}`, new Set((values?.to ?? []) as CallerName[]));
    }
  }
  return allowed;
}
