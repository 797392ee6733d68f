import type { SecretValuesQuery } from "../generated/operations.ts";
import type { SecretValueAnswer } from "../operation-types.ts";
import { invalidResponse, printable } from "./failures.ts";

/** What a field of a response must be. */
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
  const isList = Array.isArray(value) && value.every(isObject);
  const fits = { object: isObject(value), list: isList, value: value !== undefined };
  if (fits[kind] && value !== undefined) return value;
  throw invalidResponse(origin, `its ${field} is missing, or not what the schema says`);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Each name with its answer, in the order asked.
 *
 * @throws ClientError with code INVALID_RESPONSE if the answers are not those names': a value must not be taken for another's.
 */
export function pairAnswers(
  names: readonly string[],
  answers: SecretValuesQuery["secretValues"],
  origin: string,
): SecretValueAnswer[] {
  const byName = new Map(answers.map((answer) => [answer.name, answer]));
  return names.map((name) => {
    const { value, error } = byName.get(name) ?? {};
    if (error) return { name, error: checkError(error, origin) };
    if (value !== undefined) return { name, value };
    throw invalidResponse(origin, "a name that was asked for has no answer");
  });
}

/** Why a name has no value, as it may be shown. */
function checkError(
  { code, message }: { code: unknown; message: unknown },
  origin: string,
): NonNullable<SecretValueAnswer["error"]> {
  if (typeof code === "string" && typeof message === "string") return { code, message: printable(message) };
  throw invalidResponse(origin, "the error of a name is not what the schema says");
}
