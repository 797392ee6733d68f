import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProvider, type TestProvider } from "@tooling/vitest/provider";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll } from "vitest";
import type { ServerOptions } from "../src/server-options.ts";
import type { SignInSettings } from "../src/settings/settings.ts";
import { type TestServer, testServer } from "./test-server.ts";
import { type Page, Walker } from "./walker.ts";

/** A server where people sign in, both listening on loopback, for all tests of a file. */
export interface PeopleServer extends TestServer {
  readonly url: string;
  readonly provider: TestProvider;
  /** Starts another server over the same data, without a socket. */
  another(): Promise<TestServer>;
}

/** Starts a server and its provider, which end with the file. */
export async function peopleServer(
  settings: Partial<SignInSettings> = {},
  more: Partial<ServerOptions> = {},
): Promise<PeopleServer> {
  const provider = await startProvider();
  afterAll(() => provider.close());
  const { issuer, clientId, clientSecret } = provider;
  const clientSecretFile = join(temporaryFolder(afterAll), "client-secret");
  writeFileSync(clientSecretFile, `${clientSecret}\n`);
  const signIn = { issuer, clientId, clientSecretFile, ...settings };
  const options = { publicUrl: undefined, signIn, recheckEveryMs: 20, ...more };
  const server = await testServer(options, undefined, afterAll);
  const url = await server.server.listen({ host: "127.0.0.1", port: 0 });
  provider.redirectUris.push(`${url}/sign-in/return`);
  return { ...server, url, provider, another: () => testServer(options, server, afterAll) };
}

/** A trust that takes in whoever has a claim. */
export function trustFor(
  { provider }: PeopleServer,
  name: string,
  claims: object,
  grants: readonly object[] = [{ role: "editor", names: ["prod/orders/*"] }],
): object {
  return { name, for: "people", issuer: provider.issuer, claims, grants };
}

/** Whom a session's cookie stands for. */
export async function whoIs({ url }: PeopleServer, walker: Walker): Promise<string | undefined> {
  const cookies = [...(walker.cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`);
  const headers = {
    "content-type": "application/json",
    origin: url,
    "x-keyfold-console": "user",
    cookie: cookies.join("; "),
  };
  const body = JSON.stringify({ query: "{ whoami { name kind } }" });
  const answer = JSON.parse(await (await fetch(`${url}/graphql`, { method: "POST", headers, body })).text());
  return answer.data?.whoami.kind === "session" ? answer.data.whoami.name : undefined;
}

/** Goes to sign-in as somebody at the provider, up to the page that asks for the team. */
export function arrive(
  { url, provider }: PeopleServer,
  account: string | undefined,
  query = "",
  walker: Walker = new Walker(),
): Promise<Page> {
  provider.account = account;
  return walker.get(`${url}/sign-in${query}`);
}

/** The newest row of the audit log, of whichever team, with why it was refused. */
export async function lastRow({ sql }: PeopleServer): Promise<Record<string, unknown>> {
  const rows = await sql("select action, actor, outcome, code, detail from audit_event order by seq desc limit 1");
  const { detail, ...row } = rows[0] as { readonly detail: string | null };
  return { ...row, reason: JSON.parse(detail ?? "{}").reason };
}
