import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "@tooling/vitest/processes";
import { describe, expect, it } from "vitest";
import { countingTunnel } from "../counting-tunnel.ts";
import { admin, cloud, person } from "../person.ts";

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe("keyfold login", () => {
  it("saves a token from standard input for its origin, readable by its owner alone; commands use that server then", async () => {
    const { team, client } = await admin();
    const bo = person();
    await bo.keyfold(["config", "init"]);
    const login = await bo.keyfold(["login", `${team.url}/`], ` ${team.token}\n`);
    expect(login).toMatchObject({ code: 0, stdout: `Logged in to ${team.url} as admin.\n`, stderr: "" });
    const file = join(bo.home, ".keyfold/logins.json");
    expect([modeOf(join(bo.home, ".keyfold")), modeOf(file)]).toEqual(["700", "600"]);
    expect(JSON.parse(readFileSync(file, "utf8")).logins).toEqual({ [team.url]: { token: team.token } });

    await bo.keyfold(["secret", "set", "a", "--json", "1"]);
    expect(await client.secretNames()).toEqual(["a"]);
    const run = await bo.keyfold(["run", "--shell", 'echo "$KEYFOLD__CLOUD__URL"']);
    expect(run.stdout).toBe(`${team.url}\n`);

    expect((await bo.keyfold(["logout"])).stdout).toContain(`Logged out of ${team.url}.`);
    expect(readFileSync(file, "utf8")).not.toContain("keyfold_team_");
    expect((await bo.keyfold(["secret", "list"])).stderr).toContain("keyfold login URL");
    expect((await bo.keyfold(["logout"])).code).toBe(1);
  });

  it("asks for the token in a terminal, and hides it", async () => {
    const { team } = await admin();
    const bo = person();
    const typing = [{ shows: "hidden", type: `${team.token}\r` }];
    const { code, screen } = await bo.inTerminal(["login", team.url], typing);
    expect({ code, screen }).toEqual({
      code: 0,
      screen: `Token for ${team.url} (hidden): \nLogged in to ${team.url} as admin.\n`,
    });
  });

  it("sends no token for a server of this machine through a proxy", async () => {
    const { team } = await admin();
    const proxy = await countingTunnel(team.url);
    const bo = person({ NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url, http_proxy: proxy.url });
    expect((await bo.keyfold(["login", team.url], team.token)).code).toBe(0);
    expect((await bo.keyfold(["run", "--", "true"])).code).toBe(0);
    expect(proxy.connections).toBe(0);
  });

  it("says in one line that certificates are not checked", async () => {
    const { team } = await admin();
    const bo = person({ NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    const { code, stderr } = await bo.keyfold(["login", team.url], team.token);
    expect({ code, lines: stderr.split("\n").length, stderr }).toEqual({
      code: 0,
      lines: 2,
      stderr: expect.stringMatching(
        /^keyfold: NODE_TLS_REJECT_UNAUTHORIZED is 0: the certificates of servers are not checked/,
      ),
    });
  });

  it("does not take leave for plain http from ./keyfold.toml", async () => {
    const bo = person();
    writeFileSync(join(bo.home, "keyfold.toml"), "[cloud]\nallow_insecure_http = true\n");
    const { code, stderr } = await bo.keyfold(["login", "http://keyfold.invalid"], `keyfold_team_${"x".repeat(43)}`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("is plain http to another machine") });
  });

  it("knows the token's role", async () => {
    const { team, client } = await admin();
    const bo = person();
    for (const role of ["editor", "runner"] as const) {
      const { token } = await client.createToken({ name: role, role });
      const { stdout } = await bo.keyfold(["login", team.url, "--json"], token);
      expect(JSON.parse(stdout)).toEqual({ url: team.url, role });
    }
  });

  it("goes to the last of many", async () => {
    const [one, two] = [await startServer(), await startServer()];
    const bo = person();
    const urlNow = async (): Promise<string> =>
      (await bo.keyfold(["run", "--shell", 'echo "$KEYFOLD__CLOUD__URL"'])).stdout.trim();
    await bo.keyfold(["login", one.url], one.adminToken);
    await bo.keyfold(["login", two.url], two.adminToken);
    expect(await urlNow()).toBe(two.url);
    await bo.keyfold(["login", one.url], one.adminToken);
    expect(await urlNow()).toBe(one.url);
    await bo.keyfold(["logout", one.url]);
    expect(await urlNow()).toBe(two.url);
  });

  it("keeps several for one server side by side by --as, which every command takes", async () => {
    const [shop, pay] = [await admin(), await admin()];
    const bo = person();
    const named = async (name: string, { team }: typeof shop) =>
      (await bo.keyfold(["login", team.url, "--as", name], team.token)).stdout;
    expect(await named("shop", shop)).toBe(`Logged in to ${shop.team.url} as admin. Commands use it with --as shop.\n`);
    await named("pay", pay);
    const file = join(bo.home, ".keyfold/logins.json");
    expect(modeOf(file)).toBe("600");

    for (const args of [["secret", "list"], ["run", "--", "true"], ["types"]]) {
      const { code, stderr } = await bo.keyfold(args);
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(stderr).toContain(`Every login has a name: pay (${pay.team.url}), shop (${shop.team.url}).`);
      expect(stderr).toContain("--as NAME");
    }
    await bo.keyfold(["secret", "set", "a", "--as", "shop", "--stdin"], "value of shop");
    expect([await shop.client.secretNames(), await pay.client.secretNames()]).toEqual([["a"], []]);
    const run = ["run", "--env", "A=a", "--shell", 'echo "$A"'];
    expect((await bo.keyfold([...run.slice(0, 1), "--as", "shop", ...run.slice(1)])).stdout).toBe("value of shop\n");
    expect((await bo.keyfold([...run.slice(0, 1), "--as", "pay", ...run.slice(1)])).code).toBe(1);
    expect(JSON.parse((await bo.keyfold(["whoami", "--as", "pay", "--json"])).stdout)).toMatchObject({
      server: pay.team.url,
      team: await pay.client.whoami().then(({ team }) => team),
    });
    // It goes before the configuration, too.
    bo.env.KEYFOLD__CLOUD__URL = "http://127.0.0.1:9";
    bo.env.KEYFOLD__CLOUD__TOKEN = pay.team.token;
    expect((await bo.keyfold(["secret", "ls", "--flat", "--as", "shop"])).stdout).toBe("a\n");
    delete bo.env.KEYFOLD__CLOUD__URL;
    delete bo.env.KEYFOLD__CLOUD__TOKEN;

    await bo.keyfold(["login", shop.team.url], pay.team.token);
    expect((await bo.keyfold(["secret", "ls", "--flat"])).stdout).toBe("\n");
    const doctor = JSON.parse((await bo.keyfold(["doctor", "--as", "shop", "--json"])).stdout);
    expect(doctor.server).toMatchObject({ login: "shop", by: "login", name: "admin" });
    expect((await bo.keyfold(["doctor"])).stdout).toContain(`Logins for --as: pay (`);
    const missing = await bo.keyfold(["secret", "ls", "--as", "none"]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("There are: pay (") });

    expect((await bo.keyfold(["logout", shop.team.url, "--as", "shop"])).code).toBe(2);
    expect((await bo.keyfold(["logout", "--as", "shop"])).code).toBe(0);
    expect(readFileSync(file, "utf8")).not.toContain(shop.team.token);
    expect((await bo.keyfold(["whoami", "--as", "shop"])).code).toBe(1);
    // Before the token is asked for.
    const wrong = await bo.inTerminal(["login", shop.team.url, "--as", "a b"]);
    expect(wrong).toMatchObject({ code: 1, screen: expect.stringContaining("no name of a login") });
    expect(wrong.screen).not.toContain("Token for");
  });

  it("gives way to a server of the configuration, with a note", async () => {
    const ada = await admin();
    const other = await startServer();
    const { stderr } = await ada.keyfold(["login", other.url], other.adminToken);
    expect(stderr).toContain("the configuration sets cloud.url");
    await ada.keyfold(["secret", "set", "a", "x"]);
    expect(await ada.client.secretNames()).toEqual(["a"]);
  });

  it("saves nothing that the server refuses, and no token from the command line", async () => {
    const { team, client } = await admin();
    const bo = person();
    const { token: run } = await client.openRun();
    const cut = `${team.token.slice(0, -1)}_`;
    for (const [input, message] of [
      [cut, "token"],
      [run, "the token of a run"],
      ["hunter2", "not a token of Keyfold"],
      ["", "No token was given"],
    ] as const) {
      const { code, stderr } = await bo.keyfold(["login", team.url], input);
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      if (input) expect(stderr).not.toContain(input);
    }
    for (const args of [
      [team.url, team.token],
      ["ftp://x"],
      ["nonsense"],
      [`${team.url}/graphql`],
      [`http://u:p@127.0.0.1`],
    ]) {
      const { code, stderr } = await bo.keyfold(["login", ...args], team.token);
      expect(code).toBe(2);
      expect(stderr).not.toContain(team.token);
    }
    expect((await bo.keyfold(["login", "http://keyfold.example"], team.token)).stderr).toContain("https");
    expect(() => statSync(join(bo.home, ".keyfold"))).toThrow("ENOENT");
  });

  it("is what a URL of a folder's keyfold.toml needs; before it nothing is sent there", async () => {
    const { team, client } = await admin();
    const bo = person({ KEYFOLD__CLOUD__TOKEN: team.token });
    writeFileSync(join(bo.home, "keyfold.toml"), `[cloud]\nurl = "${team.url}"\nuse_local_secrets = false\n`);
    for (const args of [
      ["secret", "list"],
      ["run", "--", "true"],
    ]) {
      const refused = await bo.keyfold(args);
      expect({ code: refused.code, stderr: refused.stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/keyfold\.toml[\s\S]*keyfold login/),
      });
    }
    expect(await client.auditEvents({ where: { action: "secret.list" } })).toEqual([]);
    await bo.keyfold(["login", team.url], team.token);
    expect((await bo.keyfold(["run", "--", "true"])).code).toBe(0);
  });
});

it("speaks of a server that is down, and does not wait long", async () => {
  const server = await startServer();
  await server.stop();
  const bo = person(cloud(server.url, server.adminToken));
  const { code, stderr } = await bo.keyfold(["secret", "list", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "SERVER_UNREACHABLE" } });
});
