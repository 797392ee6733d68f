import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { sharedServer } from "../../test/listening-server.ts";
import { testServer } from "../../test/test-server.ts";

const set = "mutation($input: set_secret_input!) { set_secret(input: $input) { success } }";
const read = "query($name: String!) { secret_value(name: $name) }";

test("variables may be a JSON text, and its numbers keep their digits or are refused", async () => {
  const { ask, admin, openRun } = await testServer();
  const { token } = await openRun();
  for (const value of ["text", "42", 42, 1e21, -0.1, true, null, [1, { a: [] }], { __proto__x: 1 }]) {
    const answer = await ask(admin, set, JSON.stringify({ input: { name: "my secret", value } }));
    expect(answer).toMatchObject({ data: { set_secret: { success: true } }, errors: [], status: 200 });
    expect((await ask(token, read, JSON.stringify({ name: "my secret" }))).data.secret_value).toEqual(value);
  }
  const long = '{"input": {"name": "my secret", "value": 9007199254740993}}';
  expect((await ask(admin, set, long)).code).toBe("BAD_INPUT");
  for (const none of ["null", undefined, null]) {
    expect((await ask(admin, "query{secret_names}", none)).data).toEqual({ secret_names: ["my secret"] });
  }
});

const shared = sharedServer();
test.each(["", "{", "[]", '"text"', "42", "NaN", '"{}"'])(
  "variables %j are refused and change nothing",
  async (text) => {
    const { ask, admin } = await shared();
    const answer = await ask(admin, 'mutation { set_secret(input: { name: "n", value: 1 }) { success } }', text);
    expect(answer).toMatchObject({ data: null, code: "BAD_INPUT", status: 200 });
    expect((await ask(admin, "query{secret_names}")).data.secret_names).toEqual([]);
  },
);

test("variables as a text have the limits of a body", async () => {
  const { ask, admin } = await testServer();
  for (const value of ["[".repeat(500_000), `[${"[],".repeat(300_000)}1]`]) {
    expect((await ask(admin, set, `{"input": {"name": "n", "value": ${value}}}`)).code).toBe("LIMIT_EXCEEDED");
  }
});

test("a run is told only of names that it may read", async () => {
  const { ask, set: setSecret, openRun } = await testServer();
  for (const name of ["a", "b"]) await setSecret(name, canary);
  const names = async (input: object): Promise<unknown> =>
    (await ask((await openRun(input)).token, "query{secret_names}")).data.secret_names;
  expect(await names({ allow: ["b", "gone"] })).toEqual(["b"]);
  expect(await names({})).toEqual(["a", "b"]);
});

test("more names than a page holds are refused, not cut", async () => {
  const { ask, admin, set: setSecret } = await testServer({ limits: { pageRows: 2 } });
  for (const name of ["a", "b"]) await setSecret(name, canary);
  expect((await ask(admin, "query{secret_names}")).data.secret_names).toEqual(["a", "b"]);
  await setSecret("c", canary);
  expect((await ask(admin, "query{secret_names}")).code).toBe("LIMIT_EXCEEDED");
});

test("turned off, neither the names nor variables as text are there", async () => {
  const { ask, admin } = await testServer({ prefect: false });
  for (const document of ["query{secret_names}", "query { auth_info { tenant_id } }"]) {
    expect(await ask(admin, document)).toMatchObject({ code: "BAD_INPUT", data: null });
  }
  expect(await ask(admin, "{ secret { name } }", "null")).toMatchObject({ code: "BAD_INPUT", data: null });
  expect((await ask(admin, "{ secret { name } }", null)).errors).toEqual([]);
});
