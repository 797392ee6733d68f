import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "@keyfold/config";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient } from "./create-client.ts";
import { saveLogin } from "./logins.ts";
import { token } from "./test/client-of.ts";
import { type FaultyServer, faultyServer, noNames } from "./test/faulty-server.ts";
import { thrownBy } from "./test/thrown-by.ts";

const environmentToken = "keyfold_admin_of_the_environment";
let home: string;
let folder: string;
let server: FaultyServer;

beforeEach(async () => {
  home = temporaryFolder();
  folder = join(home, "repository");
  mkdirSync(folder);
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  vi.stubEnv("HOME", home);
  vi.stubEnv("KEYFOLD_CONFIG", undefined);
  server = await faultyServer(noNames);
});

function userFile(toml: string): void {
  mkdirSync(join(home, ".keyfold"), { recursive: true });
  writeFileSync(join(home, ".keyfold/config.toml"), toml, { mode: 0o600 });
}

function folderFile(toml: string): void {
  writeFileSync("keyfold.toml", toml, { mode: 0o600 });
}

function tokens({ seen }: FaultyServer): (string | undefined)[] {
  return seen.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));
}

describe("the token", () => {
  test("of the configuration goes to the configuration's server", async () => {
    userFile(`[cloud]\nurl = "${server.url}"\ntoken = "${token}"`);
    expect(await createClient().secretNames()).toEqual([]);
    vi.stubEnv("KEYFOLD__CLOUD__TOKEN", environmentToken);
    await createClient().secretNames();
    await createClient({ url: server.url }).secretNames();
    await createClient({ token: "given" }).secretNames();
    expect(tokens(server)).toEqual([token, environmentToken, environmentToken, "given"]);
  });

  test("of the configuration goes to no other server", async () => {
    userFile(`[cloud]\nurl = "https://keyfold.example"\ntoken = "${token}"`);
    const error = await thrownBy(createClient({ url: server.url }).secretNames());
    expect(error).toMatchObject({ code: "NO_TOKEN", tip: expect.stringContaining(`keyfold login ${server.url}`) });
    saveLogin(server.url, "of-the-login");
    await createClient({ url: server.url }).secretNames();
    expect(tokens(server)).toEqual(["of-the-login"]);
  });

  test("is that of a configuration that was loaded already, which is not loaded again", async () => {
    const config = loadConfig({ files: [], env: {}, overrides: { cloud: { url: server.url, token } } });
    userFile("this is no TOML");
    await createClient({ config }).secretNames();
    await createClient({ config, url: server.url, token: "given" }).secretNames();
    expect(tokens(server)).toEqual([token, "given"]);
    expect(await thrownBy(createClient({ config, url: "https://keyfold.example" }).secretNames())).toMatchObject({
      code: "NO_TOKEN",
    });
  });

  test("of a login is for its origin", async () => {
    userFile(`[cloud]\nurl = "${server.url}/some/path"`);
    saveLogin("https://keyfold.example", "of-another");
    expect(await thrownBy(createClient().secretNames())).toMatchObject({ code: "NO_TOKEN" });
    saveLogin(`${server.url}/ignored`, "of-the-login");
    await createClient().secretNames();
    expect(tokens(server)).toEqual(["of-the-login"]);
    expect(server.seen[0]?.path).toBe("/some/path/graphql");
  });

  test.for([`${token}\n`, "a b", "ü"])("that can't stand in a header is refused and not shown: %j", async (wrong) => {
    const error = await thrownBy(createClient({ url: server.url, token: wrong }).secretNames());
    expect(error).toMatchObject({ code: "INVALID_TOKEN" });
    expect(error.stack).not.toContain(wrong.trim());
    expect(server.seen).toEqual([]);
  });
});

describe("a URL that ./keyfold.toml names", () => {
  test("is refused before anything is sent, wherever the token is from", async () => {
    folderFile(`[cloud]\n\nurl = "${server.url}"`);
    saveLogin("https://keyfold.example", "of-another");
    vi.stubEnv("KEYFOLD__CLOUD__TOKEN", environmentToken);
    for (const options of [{}, { token }]) {
      const error = await thrownBy(createClient(options).secretNames());
      expect(error).toMatchObject({ code: "UNTRUSTED_URL", tip: expect.stringContaining("keyfold login") });
      expect(error.message).toContain("keyfold.toml:3");
    }
    expect(server.seen).toEqual([]);
  });

  test("is refused, too, where the user's file or a variable refers to one of its keys", async () => {
    userFile(`[company]\nhost = "keyfold.example"\n[cloud]\nurl = "https://\${company.host}"\ntoken = "${token}"`);
    folderFile(`other = "${new URL(server.url).host}"\n[company]\nhost = "\${other}"`);
    const refused = { code: "UNTRUSTED_URL", message: expect.stringContaining("keyfold.toml:3") };
    expect(await thrownBy(createClient().secretNames())).toMatchObject(refused);
    vi.stubEnv("KEYFOLD__CLOUD__URL", "http://${company.host}");
    expect(await thrownBy(createClient().secretNames())).toMatchObject(refused);
    expect(server.seen).toEqual([]);
  });

  test.for([
    "$AWS_SECRET",
    `\${HOME}`,
    "http://$AWS_SECRET.example",
    "not a url",
    "http://keyfold.example",
    "http://u:p@127.0.0.1",
  ])("is refused whatever it is, and not shown: %s", async (url) => {
    vi.stubEnv("AWS_SECRET", "a-secret-of-the-environment");
    folderFile(`[cloud]\nurl = '${url}'`);
    const error = await thrownBy(createClient({ token }).secretNames());
    expect(error.code).toBe("UNTRUSTED_URL");
    expect(JSON.stringify([error, error.message])).not.toMatch(/a-secret-of|u:p@|keyfold\.example/);
  });

  test("is refused with a variable spelled into it", async () => {
    vi.stubEnv("AWS_SECRET", "a-secret-of-the-environment");
    folderFile(`[cloud]\nurl = "${server.url}/$AWS_SECRET"`);
    expect(await thrownBy(createClient({ token }).secretNames())).toMatchObject({ code: "UNTRUSTED_URL" });
    expect(server.seen).toEqual([]);
  });

  test("is used by whoever logged in there", async () => {
    folderFile(`[cloud]\nurl = "${server.url}"`);
    saveLogin(server.url, "of-the-login");
    await createClient().secretNames();
    expect(tokens(server)).toEqual(["of-the-login"]);
  });

  test("does not matter where the environment or code names another", async () => {
    folderFile(`[cloud]\nurl = "https://keyfold.example"`);
    await createClient({ url: server.url, token }).secretNames();
    vi.stubEnv("KEYFOLD__CLOUD__URL", server.url);
    await createClient({ token }).secretNames();
    expect(tokens(server)).toEqual([token, token]);
  });
});

test("a token in ./keyfold.toml is not used: what is set with it would be its writer's", async () => {
  userFile(`[cloud]\nurl = "${server.url}"`);
  saveLogin(server.url, "of-the-login");
  folderFile(`[cloud]\ntoken = "${token}"`);
  const error = await thrownBy(createClient().secretNames());
  expect(error).toMatchObject({ code: "UNTRUSTED_TOKEN" });
  expect(error.message).not.toContain(token);
  await createClient({ token: "given" }).secretNames();
  expect(tokens(server)).toEqual(["given"]);
});

describe("plain http to another machine", () => {
  const url = "http://keyfold.example";
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(String(input));
    return Response.json({ data: { secret: [] } });
  };

  test("is refused unless it is allowed by name", async () => {
    asked.length = 0;
    const refused = await thrownBy(createClient({ url, token, fetch }).secretNames());
    expect(refused).toMatchObject({ code: "INSECURE_URL", tip: expect.stringContaining("allowInsecureHttp") });
    userFile(`[cloud]\nurl = "${url}"\ntoken = "${token}"`);
    expect(await thrownBy(createClient({ fetch }).secretNames())).toMatchObject({ code: "INSECURE_URL" });
    expect(asked).toEqual([]);
    await createClient({ url, token, fetch, allowInsecureHttp: true }).secretNames();
    userFile(`[cloud]\nurl = "${url}"\ntoken = "${token}"\nallow_insecure_http = true`);
    await createClient({ fetch }).secretNames();
    expect(asked).toEqual([`${url}/graphql`, `${url}/graphql`]);
    const never = createClient({ fetch, allowInsecureHttp: false });
    expect(await thrownBy(never.secretNames())).toMatchObject({ code: "INSECURE_URL" });
  });

  test("is not allowed by ./keyfold.toml", async () => {
    userFile(`[cloud]\nurl = "${url}"\ntoken = "${token}"`);
    folderFile("[cloud]\nallow_insecure_http = true");
    expect(await thrownBy(createClient({ fetch }).secretNames())).toMatchObject({ code: "INSECURE_URL" });
  });
});

test("a configuration that is wrong is an error of the call, and the next call looks again", async () => {
  userFile("[cloud\n");
  const client = createClient();
  await expect(client.secretNames()).rejects.toMatchObject({ name: "ConfigError", code: "INVALID_TOML" });
  userFile(`[cloud]\nurl = "${server.url}"\ntoken = "${token}"\nrequest_timeout_seconds = 0`);
  const error = await thrownBy(client.secretNames());
  expect(error).toMatchObject({ code: "INVALID_OPTIONS" });
  expect(error.message).toContain("config.toml:4");
  userFile(`[cloud]\nurl = "${server.url}"\ntoken = "${token}"`);
  expect(await client.secretNames()).toEqual([]);
});
