import { canary } from "@tooling/vitest/canary";
import { type Answer, type TestServer, testServer } from "./test-server.ts";

/** `grantInput` of the schema. */
export interface GrantInput {
  role: "admin" | "editor" | "runner" | "auditor";
  names?: string[] | null;
  runSeconds?: number;
  uses?: object[];
}

let tokens = 0;

/** Makes a token with a name of its own. */
export function create({ ask, admin }: TestServer, input: object, token: string = admin): Promise<Answer> {
  tokens += 1;
  const query = `mutation ($i: createTokenInput!) {
    createToken(input: $i) { id token role grants { role names } }
  }`;
  return ask(token, query, { i: { name: `token ${tokens}`, ...input } });
}

/** A token of some grants, made with the first token or another. */
export async function tokenOf(server: TestServer, grants: readonly GrantInput[], by?: string): Promise<string> {
  return (await create(server, { grants }, by)).data.createToken.token;
}

/** Opens a run. */
export const open = ({ ask }: TestServer, token: string, input: object = {}): Promise<Answer> =>
  ask(token, "mutation ($i: openRunInput!) { openRun(input: $i) { id token expiresAt } }", { i: input });

/** Each is there under `…/there`, and not under `…/gone`. */
export const folders: readonly string[] = ["", "dev/", "prod/", "prod/orders/", "prod/orders2/", "prod/orders/db/"];
/** Names and folders for grants. */
export const patterns: readonly string[] = [
  "there",
  "gone",
  ...folders.slice(1).flatMap((folder) => [`${folder}*`, `${folder}there`, `${folder}gone`]),
];

/** A server with a secret in each of the folders. */
export async function withNames(options: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
  const server = await testServer(options);
  for (const folder of folders) await server.set(`${folder}there`, canary);
  return server;
}

/** Documents that change the secret `$n`. */
export const changes: [what: string, document: string][] = [
  ["setting", "mutation ($n: String!) { setSecret(input: { name: $n, value: 1 }) { success } }"],
  ["setting many", "mutation ($n: String!) { setSecrets(input: [{ name: $n, value: 1 }]) { success } }"],
  ["setting as Prefect does", "mutation ($n: String!) { set_secret(input: { name: $n, value: 1 }) { success } }"],
  ["rolling back", "mutation ($n: String!) { rollbackSecret(input: { name: $n, version: 1 }) { success } }"],
  ["describing", 'mutation ($n: String!) { describeSecret(input: { name: $n, note: "x" }) { success } }'],
  ["deleting", "mutation ($n: String!) { deleteSecret(input: { name: $n }) { success } }"],
  ["restoring", "mutation ($n: String!) { restoreSecret(input: { name: $n }) { success } }"],
];
