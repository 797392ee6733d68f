/**
 * One byte string for a list of fields, and never the same one for two different lists: each field is its presence, its
 * length and its bytes. What is authenticated (audit rows, the place of a value) is authenticated in this form.
 */
export function encodeFields(fields: readonly (string | number | Uint8Array | null)[]): Buffer {
  const values = fields.map((field) => (typeof field === "number" ? String(field) : field));
  const sizes = values.map((value) => (typeof value === "string" ? Buffer.byteLength(value) : (value?.length ?? 0)));
  const bytes = Buffer.allocUnsafe(
    sizes.reduce((sum, size, index) => sum + size + (values[index] === null ? 1 : 5), 0),
  );
  let at = 0;
  for (const [index, value] of values.entries()) {
    const size = sizes[index] ?? 0;
    at = bytes.writeUInt8(value === null ? 0 : 1, at);
    if (value === null) continue;
    at = bytes.writeUInt32BE(size, at);
    if (typeof value === "string") bytes.write(value, at);
    else bytes.set(value, at);
    at += size;
  }
  return bytes;
}
