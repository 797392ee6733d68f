import { decodeJson } from "@keyfold/common/decode";

/**
 * A local string that is JSON comes back as what it says, any other value as it is; as in Prefect 0.7. Unlike there, a string with a number
 * that JavaScript can't hold to its last digit stays a string.
 */
export function decodeLocalValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const decoded = decodeJson(value);
  return decoded.exact ? decoded.value : value;
}
