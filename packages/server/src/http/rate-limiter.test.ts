import { describe, expect, test } from "vitest";
import { documentBody, listeningServer } from "../testing/listening-server.ts";

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
});
