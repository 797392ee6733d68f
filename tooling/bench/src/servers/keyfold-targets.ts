import type { RequestToSend, Target } from "../load/target.ts";
import type { RunningKeyfold } from "./keyfold.ts";
import { anyOf, secretName, secretValue, valueStart } from "./secrets.ts";

export const namesPerBatch = 100;

/** Reads of single secrets, any of so many. */
export function keyfoldReads(server: RunningKeyfold, secrets: number, nameOf = secretName): Target {
  return keyfoldReadsIn(server, server.runToken, () => nameOf(anyOf(secrets)));
}

/** Reads of single secrets in a run. */
export function keyfoldReadsIn(server: RunningKeyfold, runToken: string, nextName: () => string): Target {
  const document = "query SecretValue($name: String!) { secretValue(name: $name) }";
  return target(server, runToken, valueStart, document, () => ({ name: nextName() }));
}

/** Reads of 100 names at once. */
export function keyfoldBatches(server: RunningKeyfold, secrets: number): Target {
  const document =
    "query SecretValues($names: [String!]!) { secretValues(names: $names) { name value error { code message } } }";
  return target(server, server.runToken, valueStart, document, () => {
    const from = anyOf(secrets - namesPerBatch);
    return { names: Array.from({ length: namesPerBatch }, (_, index) => secretName(from + index)) };
  });
}

/** Writes of single secrets, each a new version of one that is there. */
export function keyfoldWrites(server: RunningKeyfold, secrets: number): Target {
  const document = "mutation SetSecret($input: setSecretInput!) { setSecret(input: $input) { success version } }";
  return target(server, server.adminToken, '"success":true', document, () => {
    const index = anyOf(secrets);
    return { input: { name: secretName(index), value: secretValue(index) } };
  });
}

/** Runs that are opened, and ended at once. */
export function keyfoldPairs(server: RunningKeyfold): Target {
  const open = "mutation OpenRun($input: openRunInput!) { openRun(input: $input) { id } }";
  const end = "mutation EndRun($input: endRunInput!) { endRun(input: $input) { success } }";
  return {
    ...target(server, server.adminToken, '"data":', open, () => ({ input: { ttlSeconds: 60 } })),
    second: (answer) => operation(end, { input: { id: JSON.parse(answer).data.openRun.id } }),
  };
}

/** Pages of 100 names of a list, of a folder's if one is given. */
export function keyfoldPages(server: RunningKeyfold, folder?: string): Target {
  const document = "query Secrets($where: secret_bool_exp) { secret(where: $where, limit: 100) { name version } }";
  return target(server, server.adminToken, '"version":1', document, () => ({ where: { folder } }));
}

/** Who can read a secret. */
export function keyfoldAccess(server: RunningKeyfold, name: string): Target {
  const document = "query Access($name: String!) { access(name: $name) { kind id name } }";
  return target(server, server.adminToken, '"kind":"token"', document, () => ({ name }));
}

/** The folders of a folder, with how many names each has. */
export function keyfoldFolders(server: RunningKeyfold, folder: string): Target {
  const document = "query Folders($where: folder_bool_exp) { folders(where: $where) { folder secrets } }";
  return target(server, server.adminToken, '"secrets":', document, () => ({ where: { folder } }));
}

/** An operation that is asked for with variables which each request makes anew. */
function target(
  { url, cpuTime }: RunningKeyfold,
  token: string,
  goodAnswer: string,
  document: string,
  variables: () => object,
): Target {
  return {
    url,
    cpuTime,
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    goodAnswer,
    next: () => operation(document, variables()),
  };
}

function operation(query: string, variables: object): RequestToSend {
  return { path: "/graphql", body: JSON.stringify({ query, variables }) };
}
