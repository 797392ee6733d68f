/** Characters of which JSON.stringify does not send some as they are. */
const escaped = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/**
 * How many bytes a value of JSON has as `JSON.stringify` writes it, in UTF-8 and with its escapes; without writing it.
 *
 * @param max - beyond so many bytes it stops counting, and gives more than `max`.
 */
export function jsonBytes(value: unknown, max: number): number {
  if (typeof value === "string") return stringBytes(value);
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value)).length;
  // The brackets, and a comma between each two.
  let bytes = 2;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      bytes += jsonBytes(item, max - bytes);
      count += 1;
      if (bytes > max) return bytes;
    }
  } else {
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (item === undefined) continue;
      bytes += stringBytes(key) + 1 + jsonBytes(item, max - bytes);
      count += 1;
      if (bytes > max) return bytes;
    }
  }
  return bytes + Math.max(0, count - 1);
}

function stringBytes(string: string): number {
  const bytes = 2 + Buffer.byteLength(string, "utf8");
  // In UTF-8 a lone surrogate has three bytes here, and six as JSON writes it.
  return escaped.test(string) ? bytes + escapes(string) : bytes;
}

/** How many bytes the escapes of a string add. */
function escapes(string: string): number {
  let added = 0;
  for (let index = 0; index < string.length; index += 1) {
    const unit = string.charCodeAt(index);
    if (unit === 0x22 || unit === 0x5c) added += 1;
    else if (unit < 0x20) added += "\b\t\n\f\r".includes(string.charAt(index)) ? 1 : 5;
    else if (unit >= 0xd800 && unit <= 0xdfff) {
      if (Number(string.codePointAt(index)) > 0xffff) index += 1;
      else added += 3;
    }
  }
  return added;
}
