import { codeOf, formatError } from "@keyfold/common/error";
import type { ProgramResponse } from "../answers/masked-answer.ts";

const statuses: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  BAD_PROXY: 407,
  HOST_UNREACHABLE: 502,
  ANSWER_NOT_MASKED: 502,
  VALUE_NOT_USABLE: 502,
  SERVER_UNREACHABLE: 503,
  TIMEOUT: 503,
};

/** What a program is answered with instead of a host's answer. */
interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The refusal for an error; errors that have no code of Keyfold's tell nothing. */
function refusalOf(error: unknown): Refusal {
  const code = codeOf(error);
  const isKnown = /^[A-Z]+(?:_[A-Z]+)*$/.test(code) && "tip" in Object(error);
  const text = isKnown ? `keyfold: ${formatError(error)} (${code})\n` : "keyfold: the request failed.\n";
  return {
    status: isKnown ? (statuses[code] ?? 403) : 502,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(Buffer.byteLength(text)),
      "keyfold-error": isKnown ? code : "FAILED",
      ...(code === "BAD_PROXY" ? { "proxy-authenticate": 'Basic realm="keyfold"' } : {}),
    },
    text,
  };
}

/** Answers a request with a refusal, or cuts its answer off where it has begun. */
export function refuse(response: ProgramResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, text } = refusalOf(error);
  // In HTTP/2 it has those of an answer that could not be given on.
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(status, headers);
  response.end(text);
}

/** A refusal as the bytes of HTTP/1.1. */
export function refusalBytes(error: unknown): string {
  const { status, headers, text } = refusalOf(error);
  const lines = Object.entries({ ...headers, connection: "close" }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} Refused\r\n${lines.join("\r\n")}\r\n\r\n${text}`;
}
