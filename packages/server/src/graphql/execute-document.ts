import type { FastifyInstance } from "fastify";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from "graphql";
import type { Operation } from "../body/read-operation.ts";
import type { CheckedDocument } from "./check-document.ts";
import type { UnguardedContext } from "./request-context.ts";

/**
 * Runs a document: by Mercurius and its JIT if the compiled form is worth keeping and may be kept, once and without a
 * trace otherwise.
 */
export async function executeDocument(
  app: FastifyInstance,
  rules: readonly ValidationRule[],
  { document, keep }: CheckedDocument,
  operation: Operation,
  context: UnguardedContext,
): Promise<ExecutionResult> {
  const { source, variables, operationName } = operation;
  if (!keep) return executeOnce(app.graphql.schema, rules, document, operation, context);
  // Mercurius asks for its own context type, and adds its fields to the object that it gets.
  return app.graphql(source, { ...context }, variables ?? {}, operationName ?? undefined);
}

async function executeOnce(
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  document: DocumentNode,
  { variables, operationName }: Operation,
  contextValue: UnguardedContext,
): Promise<ExecutionResult> {
  const errors = validate(schema, document, [...specifiedRules, ...rules]);
  if (errors.length > 0) return { errors };
  return execute({ schema, document, contextValue, variableValues: variables, operationName });
}
