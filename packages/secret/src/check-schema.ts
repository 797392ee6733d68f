import { keysOf, messageWithout, type StandardSchema } from "@keyfold/common/standard-schema";
import { redact } from "./redaction/known-values.ts";
import { SecretError } from "./secret-error.ts";

/** What a schema makes of a value; the error of one that doesn't fit says where and why, without the value. */
export async function checkSchema<T>(name: string, value: unknown, schema: StandardSchema<T>): Promise<T> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  const reasons = result.issues.map((issue) =>
    [keysOf(issue).join("."), messageWithout(value, issue.message)].filter(Boolean).join(": "),
  );
  throw new SecretError(
    "SECRET_INVALID",
    `The secret ${JSON.stringify(name)} does not fit its schema: ${redact(reasons.join("; "))}.`,
    "Set it again with a value that fits, or change the schema.",
  );
}
