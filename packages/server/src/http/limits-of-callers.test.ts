import { describe, expect, test } from "vitest";
import { documentBody, listeningServer } from "../../test/listening-server.ts";
import { testServer } from "../../test/test-server.ts";

describe("too many requests", () => {
  test("of one token are refused before their body is read; another token's are served", async () => {
    const { post, makeToken } = await listeningServer({ limits: { requestsPerSecond: 5 } });
    const { token } = await makeToken("editor");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(documentBody("{ secret { name } }"), token)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
    const runner = await makeToken("runner");
    expect((await post(documentBody("{ __typename }"), runner.token)).status).toBe(200);
  });

  test("with invented tokens don't fill the audit log", async () => {
    const { post, ask, admin, clock } = await listeningServer({ limits: { unknownTokensPerSecond: 3 } });
    const fourTimes = async (token: string): Promise<(string | undefined)[]> => {
      const answers = [];
      for (let count = 0; count < 4; count += 1)
        answers.push((await post(documentBody("{ secret { name } }"), token)).code);
      return answers;
    };
    expect(await fourTimes("none")).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED"]);
    const { data } = await ask(admin, '{ auditEvents(where: { actor: "unknown" }) { code } }');
    expect(data.auditEvents).toHaveLength(3);
    expect((await post(documentBody("{ secret { name } }"))).code).toBeUndefined();
    clock.now += 1000;
    expect((await post(documentBody("{ secret { name } }"), "none")).code).toBe("UNAUTHENTICATED");
  });

  test("with invented tokens leave few rows, however many fields and names one request has", async () => {
    const { ask, admin } = await testServer({ limits: { unknownTokensPerSecond: 3 } });
    const fields = ["a", "b", "c", "d", "e"].map((alias) => `${alias}: secretValues(names: $names) { name }`);
    const query = `query ($names: [String!]!) { ${fields.join(" ")} }`;
    const names = Array.from({ length: 50 }, (_none, index) => `n${index}`);
    expect((await ask(undefined, query, { names })).data).toBeNull();
    const rows = async (): Promise<object[]> =>
      (await ask(admin, '{ auditEvents(where: { actor: "unknown" }) { action subject code } }')).data.auditEvents;
    const row = { action: "secret.read", subject: null, code: "UNAUTHENTICATED" };
    // The answer does not wait for the rows of fields that it does not hold.
    await expect.poll(rows).toEqual([row, row, row]);
  });

  test("behind a proxy that is trusted, unknown tokens are counted by the address that it tells", async () => {
    for (const trustProxy of [true, false]) {
      const { server } = await testServer({ trustProxy, limits: { unknownTokensPerSecond: 1 } });
      const ask = async (address: string): Promise<string> => {
        const headers = { "content-type": "application/json", "x-forwarded-for": address };
        const { body } = await server.inject({ url: "/graphql", headers, payload: documentBody("{ teams { id } }") });
        return JSON.parse(body).errors[0].extensions.code;
      };
      const codes = [await ask("192.0.2.1"), await ask("192.0.2.2"), await ask("192.0.2.1")];
      const second = trustProxy ? "UNAUTHENTICATED" : "RATE_LIMITED";
      expect(codes).toEqual(["UNAUTHENTICATED", second, "RATE_LIMITED"]);
    }
  });
});
