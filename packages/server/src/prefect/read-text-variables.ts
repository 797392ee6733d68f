import { parseJson } from "../graphql/parse-json.ts";
import { checkJson, type JsonLimits } from "../http/check-json.ts";

/** Prefect's clients send `variables` as a JSON text inside the JSON body; any other form stays as it is. */
export function readTextVariables(variables: unknown, limits: JsonLimits): unknown {
  if (typeof variables !== "string") return variables;
  checkJson(Buffer.from(variables, "utf8"), limits);
  return parseJson(variables);
}
