/**
 * All bytes of a stream.
 *
 * @param tooMany - makes the error for a stream of more than `maxBytes` bytes, which is read no further.
 */
export async function readAll(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooMany: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooMany();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
