import type { FastifyInstance } from "fastify";
import { type ExecutionResult, execute, getOperationAST, getVariableValues } from "graphql";
import type { Operation } from "../body/read-operation.ts";
import type { RequestContext } from "../operations/operation.ts";
import type { CheckedDocument } from "./documents.ts";

/** Errors of variables that are sent: each quotes what was sent before that is taken out. */
const maxErrors = 5;

/** Runs a document: by Mercurius and its JIT if it is cached, by graphql itself otherwise. */
export async function executeDocument(
  app: FastifyInstance,
  { document, cached }: CheckedDocument,
  { source, variables, operationName }: Operation,
  contextValue: RequestContext,
): Promise<ExecutionResult> {
  const { schema } = app.graphql;
  const operation = getOperationAST(document, operationName);
  // The JIT would find every error of the variables, and take the time for each.
  const definitions = operation?.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors });
  if (errors) return { errors };
  if (cached && operation) {
    // Mercurius asks for its own context type, and adds its fields to the object that it gets.
    return app.graphql(source, { ...contextValue }, variables ?? {}, operation.name?.value);
  }
  // A name that no operation has is an error here.
  return execute({ schema, document, contextValue, variableValues: variables, operationName });
}
