import { canary } from "@tooling/vitest/canary";
import { type PrefectVersion, prefectInstallMs, runPrefect } from "@tooling/vitest/prefect";
import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";

/** What a Python program prints as JSON, run with a real Prefect against a server. */
async function prefect(version: PrefectVersion, url: string, token: string, program: string): Promise<unknown> {
  // Prefect 0.7.0 uses a name that Python 3.10 took away.
  const head =
    "import collections, collections.abc, json\ncollections.Iterable = collections.abc.Iterable\nfrom prefect.client import Client, Secret\n";
  return JSON.parse(await runPrefect(version, { url: `${url}/graphql`, token, program: head + program }));
}

async function listening(): Promise<TestServer & { url: string }> {
  const server = await testServer();
  return { ...server, url: await server.server.listen({ host: "127.0.0.1", port: 0 }) };
}

/** The class and the text of what an expression raises. */
const raised = (expression: string, name: string): string => `
try:
    ${expression}
    ${name} = None
except Exception as error:
    ${name} = [type(error).__name__, str(error)]
`;

describe.each(["0.7.0", "1.4.1"] as const)("Prefect %s, unmodified", (version) => {
  test("sets values of any kind, and a run reads them", { timeout: prefectInstallMs }, async () => {
    const { url, makeToken, openRun, ask, admin } = await listening();
    const values = {
      text: canary,
      number: 42,
      half: 0.5,
      yes: true,
      list: [1, [], null],
      object: { "a b": { c: "d" } },
    };
    const { token } = await makeToken("editor");
    const set = `
for name, value in json.loads(${JSON.stringify(JSON.stringify(values))}).items():
    Client().set_secret(name, value)
print("true")
`;
    expect(await prefect(version, url, token, set)).toBe(true);
    const names = "query { secret(order_by: { name: asc }) { name } }";
    expect((await ask(admin, names)).data.secret).toEqual(
      Object.keys(values)
        .sort()
        .map((name) => ({ name })),
    );
    const run = await openRun();
    const read = `print(json.dumps({name: Secret(name).get() for name in ${JSON.stringify(Object.keys(values))}}))`;
    expect(await prefect(version, url, run.token, read)).toEqual(values);
  });

  test("is told what it knows of a missing value and of refusals", { timeout: prefectInstallMs }, async () => {
    const { url, set, makeToken, openRun, audit } = await listening();
    await set("my secret", canary);
    const run = await openRun({ allow: ["gone"] });
    const program = `
${raised('Secret("gone").get()', "missing")}
${raised('Secret("my secret").get()', "other")}
print(json.dumps([missing, other]))
`;
    const [missing, other] = (await prefect(version, url, run.token, program)) as [string, string][];
    if (version === "1.4.1") expect(missing?.[0]).toBe("KeyError");
    else expect(missing).toEqual(["ClientError", expect.stringContaining("No value found for the requested key")]);
    expect(other).toEqual(["ClientError", expect.stringContaining("NAME_NOT_ALLOWED")]);

    const person = `${raised('Secret("my secret").get()', "seen")}\nprint(json.dumps(seen))`;
    const { token } = await makeToken("admin");
    expect(await prefect(version, url, token, person)).toEqual(["ClientError", expect.stringContaining("FORBIDDEN")]);
    const unknown = `keyfold_team_${"A".repeat(49)}`;
    expect(await prefect(version, url, unknown, person)).toEqual([
      "AuthorizationError",
      expect.stringContaining("UNAUTHENTICATED"),
    ]);
    const rows = (await audit()).filter(({ action }) => /^(?:secret\.read|request\.authenticate)$/.test(action));
    expect(rows.map(({ subject, code }) => [subject, code])).toEqual([
      ["gone", "NOT_FOUND"],
      ["my secret", "NAME_NOT_ALLOWED"],
      ["my secret", "FORBIDDEN"],
      [null, "UNAUTHENTICATED"],
    ]);
  });

  test("runs a flow whose task gets a secret", { timeout: prefectInstallMs }, async () => {
    const { url, set, openRun, audit } = await listening();
    await set("my secret", { user: "u", password: canary });
    const { token, id } = await openRun({ allow: ["my secret"] });
    const task = version === "0.7.0" ? "Secret" : "PrefectSecret";
    const program = `
import logging, prefect
from prefect import Flow, task
from prefect.tasks.secrets import ${task} as SecretTask

logging.disable(logging.CRITICAL)
seen = []

@task
def use(secret):
    seen.append(secret["user"])

with Flow("nightly") as flow:
    use(SecretTask("my secret"))

print(json.dumps([flow.run().is_successful(), seen]))
`;
    expect(await prefect(version, url, token, program)).toEqual([true, ["u"]]);
    expect((await audit()).at(-1)).toMatchObject({ action: "secret.read", actor: `run:${id}`, outcome: "allowed" });
  });
});

describe("Prefect 1.4.1 alone", () => {
  test("knows the team, lists names and asks whether one exists", { timeout: prefectInstallMs }, async () => {
    const { url, set, makeToken, openRun, teamId } = await listening();
    for (const name of ["b", "a", "c"]) await set(name, canary);
    const names = 'print(json.dumps([Client().graphql("query{secret_names}").data.secret_names, Client().tenant_id]))';
    expect(await prefect("1.4.1", url, (await makeToken("editor")).token, names)).toEqual([["a", "b", "c"], teamId]);
    const { token } = await openRun({ allow: ["a", "gone"] });
    const exists = 'print(json.dumps([Secret(name).exists() for name in ["a", "b", "gone"]] + [Client().tenant_id]))';
    expect(await prefect("1.4.1", url, token, exists)).toEqual([true, false, false, teamId]);
  });
});
