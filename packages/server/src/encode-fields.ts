/**
 * One byte string for a list of fields, and never the same one for two different lists: each field is its presence, its
 * length and its bytes. What is authenticated (audit rows, the place of a value) is authenticated in this form.
 */
export function encodeFields(fields: readonly (string | number | Uint8Array | null)[]): Buffer {
  const parts: Buffer[] = [];
  for (const field of fields) {
    if (field === null) {
      parts.push(Buffer.of(0));
      continue;
    }
    const bytes = field instanceof Uint8Array ? Buffer.from(field) : Buffer.from(String(field), "utf8");
    const head = Buffer.alloc(5);
    head.writeUInt8(1, 0);
    head.writeUInt32BE(bytes.length, 1);
    parts.push(head, bytes);
  }
  return Buffer.concat(parts);
}
