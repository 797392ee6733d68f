import { inspect } from "node:util";
import { record } from "@tooling/vitest/canary";
import { ClientError } from "../client-error.ts";

/** The error of a call that has to fail; how it prints is searched for the canary later. */
export async function thrownBy(work: Promise<unknown>): Promise<ClientError> {
  const error = await work.then(
    (value) => {
      throw new Error(`no error but a ${typeof value}`);
    },
    (reason: unknown) => reason,
  );
  record("client-errors", inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error));
  if (error instanceof ClientError) return error;
  throw error;
}
