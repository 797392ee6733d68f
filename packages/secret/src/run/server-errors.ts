import { configuredServer } from "@keyfold/common/configured-server";
import { codeOf, type KeyfoldError } from "@keyfold/common/error";
import { context } from "@keyfold/context";
import {
  ForbiddenSecretError,
  RunEndedError,
  SecretError,
  SecretNotFoundError,
  ServerUnreachableError,
} from "../secret-error.ts";
import type { Run } from "./run.ts";

/** The client's codes for a server that gave no answer that a Keyfold server gives. */
const unreachable = new Set(["SERVER_UNREACHABLE", "TIMEOUT", "INVALID_RESPONSE"]);

/** The server's codes for a run that somebody ended, and for one whose time was up. */
const over: ReadonlySet<string> = new Set(["RUN_ENDED", "RUN_EXPIRED"]);

/** Whether an error says that the run is over. */
export function saysRunIsOver(error: unknown): boolean {
  return over.has(codeOf(error));
}

/** What to throw for the error of a whole request; an error that is clear as it is comes back. */
export function requestError(error: unknown, run: Run | undefined): unknown {
  const code = codeOf(error);
  if (run && over.has(code)) {
    run.ended = true;
    return runEnded(run);
  }
  if (!unreachable.has(code)) return error;
  const { message, tip } = error as KeyfoldError;
  return new ServerUnreachableError(message, tip, { cause: error });
}

/** What to throw for one name's error. */
export function nameError(name: string, { code, message }: { code: string; message: string }, run: Run): SecretError {
  const quoted = JSON.stringify(name);
  const server = originOf(run);
  switch (code) {
    case "NOT_FOUND":
      return new SecretNotFoundError(
        `There is no secret ${quoted}. Looked in context.secrets, then on the server at ${server}.`,
        `To set it there: keyfold secret set ${quoted}`,
      );
    case "NAME_NOT_ALLOWED":
      return forbidden(name);
    case "RUN_ENDED":
    case "RUN_EXPIRED":
      run.ended = true;
      return runEnded(run);
    default:
      return new SecretError(
        code,
        `The server at ${server} did not give the secret ${quoted}: ${message}`,
        "Its log says more.",
      );
  }
}

/** The server without its path: in a folder's file that may be spelled with a variable that is a secret. */
function originOf(run: Run): string {
  return new URL(run.url ?? configuredServer(context.config).url).origin;
}

/** The error for a name that is not on the allow-list. */
export function forbidden(name: string): ForbiddenSecretError {
  const quoted = JSON.stringify(name);
  return new ForbiddenSecretError(
    `This run may not read the secret ${quoted}: the name is not on its allow-list.`,
    `Add it where the run is opened: withRun({ allow: [${quoted}, …] }) or keyfold run --allow ${quoted}`,
  );
}

/** The error for a run that is over. */
export function runEnded(run: Run): RunEndedError {
  return new RunEndedError(
    `The run${run.id === undefined ? "" : ` ${run.id}`} is over: it ended, or its time was up.`,
    "Read secrets before withRun's function returns, or give the run a longer ttlSeconds; a new run reads again.",
  );
}
