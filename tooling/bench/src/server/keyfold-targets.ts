import type { Target } from "./load.ts";
import { anyOf, secretName, secretValue, valueStart } from "./secrets.ts";
import type { RunningKeyfold } from "./start-keyfold.ts";

export const namesPerBatch = 100;

/** Reads of single secrets, any of so many. */
export function keyfoldReads(server: RunningKeyfold, secrets: number): Target {
  return {
    ...asked(server, server.runToken, valueStart),
    next: () =>
      operation("query SecretValue($name: String!) { secretValue(name: $name) }", { name: secretName(anyOf(secrets)) }),
  };
}

/** Reads of 100 names at once. */
export function keyfoldBatches(server: RunningKeyfold, secrets: number): Target {
  const document =
    "query SecretValues($names: [String!]!) { secretValues(names: $names) { name value error { code message } } }";
  return {
    ...asked(server, server.runToken, valueStart),
    next: () => {
      const from = anyOf(secrets - namesPerBatch);
      return operation(document, {
        names: Array.from({ length: namesPerBatch }, (_, index) => secretName(from + index)),
      });
    },
  };
}

/** Writes of single secrets, each a new version of one that is there. */
export function keyfoldWrites(server: RunningKeyfold, secrets: number): Target {
  const document = "mutation SetSecret($input: setSecretInput!) { setSecret(input: $input) { success version } }";
  return {
    ...asked(server, server.adminToken, '"success":true'),
    next: () => {
      const index = anyOf(secrets);
      return operation(document, { input: { name: secretName(index), value: secretValue(index) } });
    },
  };
}

function asked({ url }: RunningKeyfold, token: string, goodAnswer: string): Omit<Target, "next"> {
  return {
    url,
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    goodAnswer,
  };
}

function operation(query: string, variables: object): { path: string; body: string } {
  return { path: "/graphql", body: JSON.stringify({ query, variables }) };
}
