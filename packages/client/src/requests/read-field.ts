import { invalidResponse } from "./answer-failure.ts";

/** What a field of an answer must at least be. */
export type FieldKind = "object" | "list" | "value";

/**
 * A field of an answer's `data`.
 *
 * @throws ClientError with code INVALID_RESPONSE if it is not of its kind.
 */
export function readField<Result extends object, Field extends keyof Result & string>(
  data: object,
  field: Field,
  kind: FieldKind,
  origin: string,
): Result[Field] {
  const value = Object.hasOwn(data, field) ? (data as Result)[field] : undefined;
  const fits = { object: isObject(value), list: isListOfObjects(value), value: value !== undefined };
  if (fits[kind] && value !== undefined) return value;
  throw invalidResponse(origin, `its ${field} is missing, or not what the schema says`);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
