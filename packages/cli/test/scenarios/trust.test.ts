import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { actions, githubPlatform, type Platform } from "@tooling/vitest/platform";
import { expect, it } from "vitest";
import { type Admin, admin, person } from "../person.ts";
import { node } from "../program.ts";

const claims = { repository: "acme/orders", event_name: "push", environment: "production" };
const typed = Object.entries(claims).flatMap(([name, value]) => ["--claim", `${name}=${value}`]);

interface Trusting extends Admin {
  readonly platform: Platform;
  /** Creates a trust for one environment. */
  trust(...more: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** A token that fits it. */
  token(more?: object): string;
}

async function trusting(): Promise<Trusting> {
  const [ada, platform] = [await admin(), githubPlatform()];
  const { url } = ada.team;
  writeFileSync(join(ada.home, "jwks.json"), JSON.stringify(platform.jwks));
  const create = [
    "trust",
    "create",
    "--preset",
    "github",
    "--name",
    "deploy",
    "--jwks",
    "jwks.json",
    "--audience",
    url,
  ];
  return {
    ...ada,
    platform,
    trust: (...more) => ada.keyfold([...create, ...typed, "--grant", "runner:prod/orders/*", ...more]),
    token: (more = {}) => platform.token({ ...claims, aud: url, ...more }),
  };
}

it("creates, lists and deletes trusts, and refuses one that lets in more than is meant", async () => {
  const ada = await trusting();
  expect(await ada.trust()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The trust deploy is there/) });
  const { stdout } = await ada.keyfold(["trust", "list"]);
  for (const part of ["deploy", ada.platform.issuer, "environment = production", "runner:prod/orders/*"]) {
    expect(stdout).toContain(part);
  }
  const other = ["--name", "other", "--claim", "environment=staging", "--claim", "trusted:=true"];
  expect((await ada.trust(...other)).code).toBe(0);
  const listed = JSON.parse((await ada.keyfold(["trust", "list", "--json"])).stdout);
  expect(listed[1].claims).toEqual({ ...claims, environment: ["production", "staging"], trusted: true });

  expect((await ada.trust("--name", "uses", "--use", "stripe key@api.stripe.com GET")).code).toBe(0);
  expect((await ada.keyfold(["trust", "list"])).stdout).toContain("uses stripe key@api.stripe.com");

  const open = ["trust", "create", "--preset", "github", "--name", "open", "--claim", "repository=acme/orders"];
  const refused = await ada.keyfold([...open, "--audience", ada.team.url, "--grant", "runner"]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("pull_request_target") });
  expect((await ada.keyfold(["trust", "create", "--name", "x", "--grant", "runner"])).code).toBe(2);
  expect((await ada.keyfold([...open, "--claim", "x:=1", "--grant", "runner"])).code).toBe(2);

  expect(await ada.keyfold(["trust", "rm", "deploy", "--yes"])).toMatchObject({ code: 0 });
  expect(await ada.keyfold(["trust", "rm", "deploy", "--yes"])).toMatchObject({ code: 1 });
  expect((await ada.client.trusts()).map(({ name }) => name)).toEqual(["other", "uses"]);
});

it("says which trust a token fits or which claim fails, and does not use it up", async () => {
  const ada = await trusting();
  await ada.trust();
  const file = join(ada.home, "token.jwt");
  const test = async (token: string) => {
    writeFileSync(file, token);
    const { code, stdout } = await ada.keyfold(["trust", "test", file]);
    return `${code} ${stdout.split("\n")[1]}`;
  };
  const token = ada.token();
  expect(await test(token)).toMatch(/^0 deploy +fits/);
  expect(await test(ada.token({ environment: "staging" }))).toMatch(/^1 deploy +environment: /);
  expect(await test(ada.token({ aud: "https://other.example" }))).toMatch(/^1 deploy +aud: /);
  expect(await test(ada.token({ iss: "https://other.example" }))).toMatch(/^1 deploy +iss: /);
  expect(await test(ada.token({ exp: 1 }))).toMatch(/^1 deploy +exp: expired/);
  expect(await test(ada.token({ exp: 9e12 }))).toMatch(/^1 deploy +exp: more than a day/);
  expect(await test(ada.token({ nbf: "soon" }))).toMatch(/^1 deploy +nbf: /);
  expect(await test(ada.token({ iat: undefined }))).toMatch(/^1 deploy +iat: /);
  expect(await ada.keyfold(["trust", "test", "-"], "no token")).toMatchObject({ code: 1 });
  const typed = await ada.keyfold(["trust", "test", token]);
  expect(typed).toMatchObject({ code: 2, stderr: expect.stringContaining("keyfold trust test -") });
  expect(typed.stderr).not.toContain(token);
  for (const args of [["test"], ["create", "--name", "x", "--issuer", ada.team.url, "--grant", "runner", "--jwks"]]) {
    const { code, stderr } = await ada.keyfold(["trust", ...args, "none.jwt"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("none.jwt can't be read (ENOENT)")]);
  }
  const run = person({ KEYFOLD__CLOUD__URL: ada.team.url, KEYFOLD__CLOUD__IDENTITY: `file:${file}` });
  writeFileSync(file, token);
  expect((await run.keyfold(["run", "--", ...node("")])).code).toBe(0);
  const again = await run.keyfold(["run", "--", ...node("")]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("cloud.identity") });
  expect((await ada.keyfold(["audit", "--outcome", "refused"])).stdout).toContain("used before");
});

it("a job of GitHub Actions runs a program without a stored credential, which does not get the job's own", async () => {
  const ada = await trusting();
  await ada.trust();
  await ada.client.setSecret({ name: "prod/orders/db", value: canary });
  const { variables, asked } = await actions((aud) => ada.token({ aud }));
  const job = person({ KEYFOLD__CLOUD__URL: ada.team.url, ...variables });
  const program = `console.log(JSON.stringify([process.env.DB === ${JSON.stringify(canary)}, Object.keys(process.env)]))`;
  for (const _time of [1, 2]) {
    const ran = await job.keyfold(["run", "--env", "DB=prod/orders/db", "--", ...node(program)]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const [isThere, names] = JSON.parse(ran.stdout) as [boolean, string[]];
    expect(isThere).toBe(true);
    expect(names.filter((name) => name.startsWith("ACTIONS_"))).toEqual([]);
  }
  // Each run has a token of its own, made for this server.
  expect(asked).toEqual([ada.team.url, ada.team.url]);
  const runs = await ada.client.runs();
  expect(runs.map(({ openedBy }) => openedBy)).toEqual(Array(2).fill("github:acme/orders@production"));
});

it("takes a signed token out of a variable, which the program does not get, and names a trust", async () => {
  const ada = await trusting();
  await ada.trust();
  await ada.trust("--name", "second");
  const env = { KEYFOLD__CLOUD__URL: ada.team.url, KEYFOLD__CLOUD__IDENTITY: "env:JOB_TOKEN", JOB_TOKEN: ada.token() };
  const program = ["run", "--", ...node("process.exitCode = process.env.JOB_TOKEN ? 3 : 0")];
  expect((await person(env).keyfold(program)).code).toBe(1);
  const [trust] = await ada.client.trusts();
  const named = person({ ...env, KEYFOLD__CLOUD__TRUST: String(trust?.id) });
  expect(await named.keyfold(program)).toMatchObject({ code: 0, stderr: "" });
  const without = person({ ...env, JOB_TOKEN: "" });
  expect(await without.keyfold(program)).toMatchObject({ code: 1, stderr: expect.stringContaining("JOB_TOKEN") });
});

it("with an identity, a folder's own file names no server", async () => {
  const ada = await trusting();
  await ada.trust();
  const job = person({ KEYFOLD__CLOUD__IDENTITY: "env:JOB_TOKEN", KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false" });
  writeFileSync(join(job.home, "keyfold.toml"), `[cloud]\nurl = "${ada.team.url}"\n`);
  job.env.JOB_TOKEN = ada.token();
  const ran = await job.keyfold(["run", "--", ...node("")]);
  expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("cloud.url (") });
  expect(await ada.client.runs()).toEqual([]);

  const other = person({ KEYFOLD__CLOUD__URL: ada.team.url, JOB_TOKEN: ada.token() });
  writeFileSync(join(other.home, "keyfold.toml"), '[cloud]\nidentity = "env:JOB_TOKEN"\nuse_local_secrets = false\n');
  expect((await other.keyfold(["run", "--", ...node("")])).code).toBe(1);
  expect(await ada.client.runs()).toEqual([]);
});
