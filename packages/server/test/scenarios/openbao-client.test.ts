import "@tooling/vitest/services";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { record } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { callOpenBao, type OpenBao } from "@tooling/vitest/openbao";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { OpenBaoClient } from "../../src/openbao/openbao-client.ts";
import type { OpenBaoSettings, SignInSettings } from "../../src/openbao/openbao-settings.ts";

const bao: OpenBao = inject("openBao");
const root = (method: string, path: string, body?: object) => callOpenBao(bao, method, path, body);

function clientOf(signIn: SignInSettings, more: Partial<OpenBaoSettings> = {}): OpenBaoClient {
  const client = new OpenBaoClient({ url: bao.url, namespace: undefined, timeoutMs: 5000, signIn, ...more });
  onTestFinished(() => client.close());
  return client;
}

/** A token that may read what is below `secret/`. */
async function newToken(more: object = {}): Promise<string> {
  await root("PUT", "sys/policies/acl/reader", { policy: 'path "secret/*" { capabilities = ["read"] }' });
  const { auth } = await root("POST", "auth/token/create", { policies: ["reader"], ttl: "1h", ...more });
  return (auth as { client_token: string }).client_token;
}

/** Starts a server in OpenBao's stead, and gives its URL. */
async function listening(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listenHere(createServer(answer))}`;
}

const absent = { method: "GET", path: "secret/data/nothing" } as const;

async function refusal(asked: Promise<unknown>): Promise<{ code: string; cause: string }> {
  const error = (await asked.catch((thrown: unknown) => thrown)) as { code: string; message: string; cause: unknown };
  record("openbao-client", `${error.message} ${String(error.cause)}`);
  return { code: error.code, cause: String(error.cause) };
}

describe("signing in", () => {
  test("with a token; another one is refused and not told", async () => {
    const token = await newToken();
    expect((await clientOf({ kind: "token", token }).ask(absent)).status).toBe(404);
    const refused = await refusal(clientOf({ kind: "token", token: "s.wrong" }).ask(absent));
    expect(refused).toEqual({ code: "VAULT_UNAVAILABLE", cause: expect.stringContaining("403") });
    expect(refused.cause).not.toContain("s.wrong");
  });

  test("with a token from a file, read again when the token was revoked", async () => {
    const file = join(temporaryFolder(), "token");
    const first = await newToken();
    writeFileSync(file, `${first}\n`);
    const client = clientOf({ kind: "token file", file });
    expect((await client.ask(absent)).status).toBe(404);
    await root("POST", "auth/token/revoke", { token: first });
    expect((await refusal(client.ask(absent))).code).toBe("VAULT_UNAVAILABLE");
    writeFileSync(file, await newToken());
    expect((await client.ask(absent)).status).toBe(404);
    const gone = clientOf({ kind: "token file", file: `${file}.gone` });
    expect((await refusal(gone.ask(absent))).code).toBe("VAULT_UNAVAILABLE");
  });

  test("with an AppRole, and again when its token was revoked", async () => {
    await newToken();
    await root("POST", "sys/auth/roles", { type: "approle" });
    await root("POST", "auth/roles/role/keyfold", { token_policies: ["reader"], token_ttl: "1h" });
    const { role_id: roleId } = (await root("GET", "auth/roles/role/keyfold/role-id")).data as { role_id: string };
    const made = (await root("POST", "auth/roles/role/keyfold/secret-id", {})).data as { secret_id: string };
    const signIn = { kind: "approle", mount: "roles", roleId, secretId: made.secret_id } as const;
    const client = clientOf(signIn);
    const many = await Promise.all(Array.from({ length: 20 }, () => client.ask(absent)));
    expect(many.map(({ status }) => status)).toEqual(Array(20).fill(404));
    const accessors = async (): Promise<string[]> =>
      ((await root("GET", "auth/token/accessors?list=true")).data as { keys: string[] }).keys;
    for (const accessor of await accessors()) {
      const { data } = await root("POST", "auth/token/lookup-accessor", { accessor });
      if ((data as { path: string }).path !== "auth/roles/login") continue;
      await root("POST", "auth/token/revoke-accessor", { accessor });
    }
    const again = await Promise.all(Array.from({ length: 20 }, () => client.ask(absent)));
    expect(again.map(({ status }) => status)).toEqual(Array(20).fill(404));
    const before = (await accessors()).length;
    const forbidden = { method: "POST", path: "secret/data/n", body: { data: {} } } as const;
    for (let count = 0; count < 5; count += 1) {
      expect((await refusal(client.ask(forbidden))).cause).toContain("403");
    }
    expect(await accessors()).toHaveLength(before);
    const wrong = clientOf({ ...signIn, secretId: "wrong" });
    expect(await refusal(wrong.ask(absent))).toMatchObject({ code: "VAULT_UNAVAILABLE" });
  });

  test("a token is renewed before it ends", async () => {
    const token = await newToken({ ttl: "6s", renewable: true });
    await clientOf({ kind: "token", token }).ask(absent);
    await vi.waitFor(
      async () => {
        const { data } = await root("POST", "auth/token/lookup", { token });
        expect((data as { last_renewal_time?: number }).last_renewal_time).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
  });

  test("in a namespace", async () => {
    await root("POST", "sys/namespaces/a-team");
    const inside: OpenBaoSettings["signIn"] = { kind: "token", token: bao.rootToken };
    const client = clientOf(inside, { namespace: "a-team" });
    await client.ask({ method: "POST", path: "sys/mounts/kv", body: { type: "kv" } });
    await client.ask({ method: "POST", path: "kv/n", body: { value: "of the namespace" } });
    expect((await client.ask({ method: "GET", path: "kv/n" })).body.data).toEqual({ value: "of the namespace" });
    expect((await refusal(clientOf(inside).ask({ method: "GET", path: "kv/n" }))).code).toBe("VAULT_UNAVAILABLE");
  });
});

describe("what isn't OpenBao ends in the one error, in time", () => {
  const answers: [what: string, RequestListener][] = [
    ["HTML", (_request, response) => response.end("<html>")],
    ["an error", (_request, response) => response.writeHead(500).end("{}")],
    ["a redirect", (_request, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end()],
    ["no JSON object", (_request, response) => response.end("null")],
    ["no answer", () => {}],
    ["half an answer", (_request, response) => response.writeHead(200, { "content-length": "100" }).write("{")],
    ["a cut connection", (request) => request.socket.destroy()],
  ];
  test.each(answers)("%s", async (_what, answer) => {
    const client = clientOf({ kind: "token", token: "t" }, { url: await listening(answer), timeoutMs: 1000 });
    expect((await refusal(client.ask(absent))).code).toBe("VAULT_UNAVAILABLE");
  });

  test("a response without an end is cut off at the limit of bytes", async () => {
    const url = await listening((_request, response) => {
      const more = (): void => {
        while (response.writable && response.write(" ".repeat(1_000_000)));
      };
      response.on("drain", more);
      more();
    });
    const client = clientOf({ kind: "token", token: "t" }, { url, timeoutMs: 25_000 });
    expect(await refusal(client.ask(absent))).toEqual({
      code: "VAULT_UNAVAILABLE",
      cause: expect.stringContaining("more than 67108864 bytes"),
    });
  });

  test("a redirect does not take the token elsewhere", async () => {
    const tokens: unknown[] = [];
    const elsewhere = await listening(({ headers }, response) => {
      tokens.push(headers["x-vault-token"]);
      response.end("{}");
    });
    const url = await listening((_request, response) => response.writeHead(307, { location: elsewhere }).end());
    const client = clientOf({ kind: "token", token: "t" }, { url });
    expect((await refusal(client.ask(absent))).code).toBe("VAULT_UNAVAILABLE");
    expect(tokens).toEqual([]);
  });

  test("an engine that is not mounted is no empty place, and takes no write", async () => {
    const client = clientOf({ kind: "token", token: bao.rootToken });
    for (const method of ["GET", "POST", "DELETE"] as const) {
      const refused = await refusal(
        client.ask({ method, path: "nowhere/data/n", body: method === "POST" ? {} : undefined }),
      );
      expect(refused).toEqual({ code: "VAULT_UNAVAILABLE", cause: expect.stringContaining("404") });
    }
    expect((await client.ask({ method: "GET", path: "secret/data/nothing" })).status).toBe(404);
  });

  test("a path that fetch would turn into another is sent to nobody", async () => {
    const asked: (string | undefined)[] = [];
    const url = await listening((request, response) => {
      asked.push(request.url);
      response.end("{}");
    });
    const client = clientOf({ kind: "token", token: "t" }, { url });
    await client.ask({ method: "DELETE", path: "secret/metadata/a=2E.b/c-d_e" });
    const before = [...asked];
    for (const end of ["../sys/mounts/x", "./n", "", "n/", "/n", "%2e%2e/n", "n?x", "n#x", "n\\..", "n\n"]) {
      const refused = await refusal(client.ask({ method: "DELETE", path: `secret/metadata/${end}` }));
      expect(refused, end).toEqual({ code: "VAULT_UNAVAILABLE", cause: expect.stringContaining("may not have") });
    }
    expect(asked).toEqual(before);
  });

  test("nobody there", async () => {
    const client = clientOf({ kind: "token", token: "t" }, { url: "http://127.0.0.1:1" });
    expect((await refusal(client.ask(absent))).code).toBe("VAULT_UNAVAILABLE");
  });
});
