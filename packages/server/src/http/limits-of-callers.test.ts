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

  test("with invented tokens count though their body can't be read, and one too many is refused before it is", async () => {
    const { post } = await listeningServer({ limits: { unknownTokensPerSecond: 2 } });
    const codes = [];
    for (let count = 0; count < 3; count += 1) codes.push((await post("{", "none")).code);
    expect(codes).toEqual(["BAD_INPUT", "BAD_INPUT", "RATE_LIMITED"]);
    expect((await post("{")).code).toBe("BAD_INPUT");
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

  test("behind proxies that are trusted, unknown tokens are counted by the address that those tell", async () => {
    const settings: [trustProxy: boolean | number | string, told: string, isTold: boolean][] = [
      [false, "192.0.2.", false],
      [true, "192.0.2.", true],
      // What the client wrote itself stands in front of what the proxy appends.
      [true, "203.0.113.9, 192.0.2.", true],
      [1, "203.0.113.9, 10.0.0.1, 192.0.2.", true],
      ["127.0.0.1", "203.0.113.9, 192.0.2.", true],
      ["10.0.0.0/8", "192.0.2.", false],
    ];
    for (const [trustProxy, told, isTold] of settings) {
      const { server } = await testServer({ trustProxy, limits: { unknownTokensPerSecond: 1 } });
      const ask = async (last: number): Promise<string> => {
        const headers = { "content-type": "application/json", "x-forwarded-for": `${told}${last}` };
        const { body } = await server.inject({ url: "/graphql", headers, payload: documentBody("{ teams { id } }") });
        return JSON.parse(body).errors[0].extensions.code;
      };
      const codes = [await ask(1), await ask(2), await ask(1)];
      const second = isTold ? "UNAUTHENTICATED" : "RATE_LIMITED";
      expect(codes).toEqual(["UNAUTHENTICATED", second, "RATE_LIMITED"]);
    }
  });

  test("an invented address in front of the one that the proxy appends changes nothing", async () => {
    const { server } = await testServer({ trustProxy: true, limits: { unknownTokensPerSecond: 1 } });
    const codes = [];
    for (let invented = 1; invented < 5; invented += 1) {
      const headers = { "content-type": "application/json", "x-forwarded-for": `203.0.113.${invented}, 192.0.2.1` };
      const { body } = await server.inject({ url: "/graphql", headers, payload: documentBody("{ teams { id } }") });
      codes.push(JSON.parse(body).errors[0].extensions.code);
    }
    expect(codes).toEqual(["UNAUTHENTICATED", "RATE_LIMITED", "RATE_LIMITED", "RATE_LIMITED"]);
  });
});
