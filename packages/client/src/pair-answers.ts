import type { SecretValueAnswer } from "./answers.ts";
import type { SecretValuesQuery } from "./generated/operations.ts";
import { invalidResponse } from "./requests/answer-failure.ts";

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
    if (error) return { name, error: { code: String(error.code), message: String(error.message) } };
    if (value !== undefined) return { name, value };
    throw invalidResponse(origin, "a name that was asked for has no answer");
  });
}
