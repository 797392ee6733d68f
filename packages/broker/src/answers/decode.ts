import type { Duplex } from "node:stream";
import * as zlib from "node:zlib";
import { BrokerError } from "../broker-error.ts";

/** A stream that was cut off gives what came. */
const deflated = { finishFlush: zlib.constants.Z_SYNC_FLUSH };

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => zlib.createGunzip(deflated),
  "x-gzip": () => zlib.createGunzip(deflated),
  br: () => zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  // Node before 22.15 has none.
  ...(typeof zlib.createZstdDecompress === "function" ? { zstd: () => zlib.createZstdDecompress() } : {}),
};

/** What hosts may compress answers with: what can be undone, so that values are found. */
export const acceptedEncodings: string = ["gzip", "deflate", "br", ...("zstd" in decoders ? ["zstd"] : [])].join(", ");

/** How many times an answer may be compressed. */
const maxEncodings = 3;

/**
 * The streams that undo the encodings of an answer, in order.
 *
 * @param encoding - its `Content-Encoding`.
 * @param firstByte - of its body: some servers leave out the frame of `deflate`.
 * @throws BrokerError with code ANSWER_NOT_MASKED for one that can't be undone.
 */
export function decodersFor(encoding: string | undefined, firstByte: number): Duplex[] {
  const names = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const used = names.filter((name) => name !== "" && name !== "identity").reverse();
  if (used.length > maxEncodings) throw notMasked("it is compressed too many times");
  return used.map((name, at) => {
    if (name === "deflate") {
      // Within another encoding the first byte is not known: the standard's frame is expected.
      return at === 0 && (firstByte & 0x0f) !== 8 ? zlib.createInflateRaw(deflated) : zlib.createInflate(deflated);
    }
    const make = decoders[name];
    if (make === undefined) throw notMasked("it has an encoding that can't be undone");
    return make();
  });
}

function notMasked(why: string): BrokerError {
  return new BrokerError(
    "ANSWER_NOT_MASKED",
    `The host's answer is withheld, because ${why}, and it might hold the value.`,
    "Ask for an answer without compression.",
  );
}
