import type { StandardSchema } from "@keyfold/common/standard-schema";
import { redact } from "./redaction/redact.ts";
import { SecretError } from "./secret-error.ts";

/** What a schema makes of a value; the error of one that doesn't fit says where and why, without the value. */
export async function checkSchema<T>(name: string, value: unknown, schema: StandardSchema<T>): Promise<T> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  const reasons = result.issues.map(({ message, path = [] }) => {
    const place = path.map((step) => String(typeof step === "object" ? step.key : step)).join(".");
    return [place, showsValue(message, value) ? "it does not fit" : message].filter(Boolean).join(": ");
  });
  throw new SecretError(
    "SECRET_INVALID",
    `The secret ${JSON.stringify(name)} does not fit its schema: ${redact(reasons.join("; "))}.`,
    "Set it again with a value that fits, or change the schema.",
  );
}

/** Validators like to quote what they were given. */
function showsValue(message: string, value: unknown): boolean {
  if (typeof value === "object" && value !== null)
    return Object.values(value).some((item) => showsValue(message, item));
  return value !== "" && (message.includes(String(value)) || redact(message) !== message);
}
