import { type ExecutionResult, execute, type GraphQLSchema, getOperationAST, getVariableValues } from "graphql";
import type { Operation } from "../body/read-operation.ts";
import type { RequestContext } from "../operations/operation.ts";
import type { CheckedDocument } from "./documents.ts";

/** Errors of variables that are sent: each quotes what was sent before that is taken out. */
const maxErrors = 5;

/** Runs a document: compiled, if it came before and is cached, by graphql itself otherwise. */
export function executeDocument(
  schema: GraphQLSchema,
  { document, compiled, hasScalarsAlone }: CheckedDocument,
  { variables, operationName }: Operation,
  contextValue: RequestContext,
): ExecutionResult | Promise<ExecutionResult> {
  const operation = getOperationAST(document, operationName);
  if (compiled && operation && hasScalarsAlone) {
    const result = compiled(undefined, contextValue, variables);
    if (!hasWrongVariables(result)) return result;
  }
  // What is compiled would find every error of the variables, and take the time for each; and its words are not graphql's.
  const definitions = operation?.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors });
  if (errors) return { errors };
  if (compiled && operation) return compiled(undefined, contextValue, variables);
  // A name that no operation has is an error here.
  return execute({ schema, document, contextValue, variableValues: variables, operationName });
}

/** Whether nothing was run: what is compiled says so at once. */
function hasWrongVariables(result: ExecutionResult | Promise<ExecutionResult>): boolean {
  return "errors" in result && !("data" in result);
}
