import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { findBeginning } from "./find-values.ts";
import { redact } from "./redact.ts";

/**
 * A stream that masks as {@link redact} does, also where a value is split across chunks: `child.stdout.pipe(redactingStream())`. It
 * takes and gives UTF-8 text, and holds back no more than what may be the beginning of a value.
 */
export function redactingStream(): Transform {
  const decoder = new StringDecoder("utf8");
  let pending = "";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending += decoder.write(chunk);
      const end = findBeginning(pending);
      const ready = redact(pending.slice(0, end));
      pending = pending.slice(end);
      done(null, ready);
    },
    flush(done) {
      done(null, redact(pending + decoder.end()));
    },
  });
}
