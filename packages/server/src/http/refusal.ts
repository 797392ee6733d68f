import type { FastifyRequest } from "fastify";
import { type ErrorAnswer, formatErrors } from "../graphql/format-errors.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";

/** The answer to a request that was refused as a whole. */
export interface Refusal {
  readonly data: null;
  readonly errors: readonly ErrorAnswer[];
}

/** The answer that an error makes, which the metrics count. `stage` is how far the request came. */
export function refusalOf(
  { metrics }: ServerParts,
  stage: "request" | "document",
  request: FastifyRequest,
  error: unknown,
): Refusal {
  const refusal = { data: null, errors: formatErrors(error, request.id, reportOf(request)) };
  metrics.countRefused(stage, codeOf(refusal));
  return refusal;
}

/** The code that a refusal is counted and recorded by. */
export function codeOf({ errors }: Refusal): string {
  return errors[0]?.extensions.code ?? "INTERNAL";
}

/** Writes to the server's log what is not for the caller. */
export function reportOf(request: FastifyRequest): (error: unknown) => void {
  return (error) => request.log.error({ err: error }, "a request failed");
}

/** The HTTP status of an error that no GraphQL answer carries. */
export function statusOf(error: unknown): number {
  if (!(error instanceof ServerError)) return 500;
  if (error.code === "RATE_LIMITED") return 429;
  if (error.code === "LIMIT_EXCEEDED") return 413;
  return 400;
}
