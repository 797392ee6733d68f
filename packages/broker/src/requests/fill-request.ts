import type { Readable } from "node:stream";
import type { ProgramRequest } from "../answers/masked-answer.ts";
import { type HeaderList, isOverridden } from "../headers.ts";
import type { HostRequest } from "../network/host-connections.ts";
import type { Session } from "../sessions/session.ts";
import { usesOf } from "../sessions/uses.ts";
import { readAskedRequest } from "./asked-request.ts";
import { bodyWriter, inHeaders, inQuery, latin1, placeholdersIn, replace, type Values } from "./substitute.ts";

/** A request with values in it. */
export interface FilledRequest extends HostRequest {
  /** The body, or its beginning, with values in it; the rest follows from the program. */
  readonly start: Buffer;
  /** Whether all of the body is in `start`. */
  readonly isWhole: boolean;
}

/** How long a body may be that a value is put into, in bytes. */
const maxBodyBytes = 1024 * 1024;

/**
 * Reads a program's request to a host in use, and puts values into it where their placeholders stand, if it is one that they may be used in.
 *
 * @throws BrokerError; ClientError where the server gives no value.
 */
export async function fillRequest(session: Session, host: string, request: ProgramRequest): Promise<FilledRequest> {
  const { method, rawPath, path, query, headers, hasBody } = readAskedRequest(request, host);
  // What hosts take for another request is only within uses that name neither methods nor paths.
  const compared = isOverridden(headers) ? { host, method: "", path: undefined } : { host, method, path };
  const open = usesOf(session.uses, compared);
  const write = hasBody && open.some((use) => use.body) ? bodyWriter(headers) : undefined;
  const { start, isWhole } = write ? await readStart(request) : { start: Buffer.alloc(0), isWhole: !hasBody };
  const text = isWhole ? start.toString("latin1") : "";
  const used = new Map(open.map((use) => [use.placeholder, use] as const));
  const inHead = new Set(placeholdersIn([...used.keys()], headers, query));
  const inBody = new Set(
    open.filter((use) => use.body && text.includes(use.placeholder)).map((use) => use.placeholder),
  );
  const values = new Map<string, string>();
  for (const [placeholder, use] of used) {
    if (!inHead.has(placeholder) && !inBody.has(placeholder)) continue;
    values.set(placeholder, await session.ask(use, { host, method, path: path ?? rawPath }));
  }
  const only = (some: ReadonlySet<string>): Values =>
    new Map([...values].filter(([placeholder]) => some.has(placeholder)));
  const filled =
    inBody.size === 0
      ? start
      : Buffer.from(
          replace(text, only(inBody), (value) => latin1(write?.(value) ?? "")),
          "latin1",
        );
  // What was compared is what is sent.
  const sentPath = values.size > 0 && path !== undefined ? path : rawPath;
  return {
    method,
    path: sentPath + inQuery(query, only(inHead)),
    headers: withLength(inHeaders(headers, only(inHead)), inBody.size === 0 ? undefined : filled.length),
    hasBody,
    start: filled,
    isWhole,
  };
}

function withLength(headers: HeaderList, length: number | undefined): HeaderList {
  if (length === undefined) return headers;
  return [...headers.filter(([name]) => name.toLowerCase() !== "content-length"), ["Content-Length", String(length)]];
}

/** Reads a body up to the limit; what is longer is streamed on as it is. */
async function readStart(body: Readable): Promise<{ start: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const chunksOf = body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  for await (const chunk of chunksOf) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return { start: Buffer.concat(chunks), isWhole: false };
  }
  return { start: Buffer.concat(chunks), isWhole: true };
}
