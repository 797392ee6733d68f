import type { GraphQLFieldResolver } from "graphql";
import type { CallDescription } from "./describe-call.ts";
import type { RequestContext } from "./request-context.ts";

/** Fields beside those of schema.graphql, that a part of the server adds to Query and Mutation. */
export interface SchemaExtension {
  /** `extend type Query { … }` with an `@allow` on each field, and the types that they need. */
  readonly text: string;
  /** By type and field. */
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, RequestContext>>>>>;
  /** What the audit log says of each field's use. */
  readonly calls: Readonly<Record<string, CallDescription>>;
}
