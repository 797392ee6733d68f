import { Secret, withRun } from "@keyfold/secret";

interface Result {
  statusCode: number;
  body: string;
}

/** The platform freezes the process between two calls, so each call has a run of its own. */
export function handler(): Promise<Result> {
  return withRun({ allow: ["stripe key"], ttlSeconds: 30, label: "lambda" }, async () => {
    const key = await new Secret<string>("stripe key").get();
    return { statusCode: 200, body: `paid by a key of ${key.length} characters` };
  });
}
