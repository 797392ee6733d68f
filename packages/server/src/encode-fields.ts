/**
 * One byte string for a list of fields, and never the same one for two different lists: each field is its presence, its
 * length and its bytes. What is authenticated (audit rows, the place of a value) is authenticated in this form.
 */
export function encodeFields(fields: readonly (string | number | Uint8Array | null)[]): Buffer {
  // Plain loops: this runs twice for each value that is read.
  const values: (string | Uint8Array | null)[] = [];
  const sizes: number[] = [];
  let length = 0;
  for (const field of fields) {
    const value = typeof field === "number" ? String(field) : field;
    const size = typeof value === "string" ? Buffer.byteLength(value) : (value?.length ?? 0);
    values.push(value);
    sizes.push(size);
    length += value === null ? 1 : 5 + size;
  }
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (let index = 0; index < values.length; index += 1) {
    const [value, size] = [values[index] ?? null, sizes[index] ?? 0];
    bytes[at] = value === null ? 0 : 1;
    at += 1;
    if (value === null) continue;
    at = bytes.writeUInt32BE(size, at);
    if (typeof value === "string") bytes.write(value, at);
    else bytes.set(value, at);
    at += size;
  }
  return bytes;
}
