import { parseJson } from "../graphql/parse-json.ts";

/** Prefect's clients send `variables` as a JSON text inside the JSON body; any other form stays as it is. */
export function readTextVariables(variables: unknown): unknown {
  return typeof variables === "string" ? parseJson(variables) : variables;
}
