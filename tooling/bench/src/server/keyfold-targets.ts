import type { Pairs } from "../load/autocannon.ts";
import type { Target } from "../load/target.ts";
import { anyOf, secretName, secretValue, valueStart } from "./secrets.ts";
import type { RunningKeyfold } from "./start-keyfold.ts";

export const namesPerBatch = 100;

/** Reads of single secrets, any of so many. */
export function keyfoldReads(server: RunningKeyfold, secrets: number, nameOf = secretName): Target {
  return keyfoldReadsIn(server, server.runToken, () => nameOf(anyOf(secrets)));
}

/** Reads of single secrets in a run. */
export function keyfoldReadsIn(server: RunningKeyfold, runToken: string, nextName: () => string): Target {
  return {
    ...asked(server, runToken, valueStart),
    next: () => operation("query SecretValue($name: String!) { secretValue(name: $name) }", { name: nextName() }),
  };
}

/** Pages of 100 names of a list, of a folder's if one is given. */
export function keyfoldPages(server: RunningKeyfold, folder?: string): Target {
  const document = "query Secrets($where: secret_bool_exp) { secret(where: $where, limit: 100) { name version } }";
  const where = folder === undefined ? {} : { folder };
  return {
    ...asked(server, server.adminToken, '"version":1'),
    next: () => operation(document, { where }),
  };
}

/** Who can read a secret. */
export function keyfoldAccess(server: RunningKeyfold, name: string): Target {
  const document = "query Access($name: String!) { access(name: $name) { kind id name } }";
  return { ...asked(server, server.adminToken, '"kind":"token"'), next: () => operation(document, { name }) };
}

/** The folders of a folder, with how many names each has. */
export function keyfoldFolders(server: RunningKeyfold, folder: string): Target {
  const document = "query Folders($where: folder_bool_exp) { folders(where: $where) { folder secrets } }";
  return {
    ...asked(server, server.adminToken, '"secrets":'),
    next: () => operation(document, { where: { folder } }),
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

/** Runs that are opened, and ended at once. */
export function keyfoldPairs(server: RunningKeyfold): Pairs {
  const open = "mutation OpenRun($input: openRunInput!) { openRun(input: $input) { id } }";
  const end = "mutation EndRun($input: endRunInput!) { endRun(input: $input) { success } }";
  return {
    ...asked(server, server.adminToken, '"data":'),
    first: () => operation(open, { input: { ttlSeconds: 60 } }),
    second: (answer) => operation(end, { input: { id: JSON.parse(answer).data.openRun.id } }),
  };
}

function asked({ url, cpuTime }: RunningKeyfold, token: string, goodAnswer: string): Omit<Target, "next"> {
  return {
    url,
    cpuTime,
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    goodAnswer,
  };
}

function operation(query: string, variables: object): { path: string; body: string } {
  return { path: "/graphql", body: JSON.stringify({ query, variables }) };
}
