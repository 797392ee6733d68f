/** The part of a `Response` that is read here; a `fetch` of one's own need not have more. */
export interface TextSource {
  readonly body?: ReadableStream<Uint8Array> | null;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/**
 * The text of an answer.
 *
 * @returns `undefined` if it has more than `most` bytes, or is not UTF-8.
 */
export async function readText(response: TextSource, most: number): Promise<string | undefined> {
  if (Number(response.headers.get("content-length") ?? 0) > most) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.body) {
    const text = await response.text();
    return text.length > most ? undefined : text;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    const part = size > most ? undefined : decode(decoder, value);
    if (part === undefined) {
      await reader.cancel();
      return undefined;
    }
    text += part;
  }
  const end = decode(decoder);
  return end === undefined ? undefined : text + end;
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    return undefined;
  }
}
