import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { initServer, startOver } from "@tooling/vitest/keyfold-server";
import { runKeyfold } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll, expect, test } from "vitest";
import { type Issuer, type Job, newJob, startIssuer } from "../test/job.ts";

const claims = { repository: "acme/orders", event_name: "push", environment: "production" };
const lines = `-----BEGIN KEY-----\n${canary}\n{\n-----END KEY-----\n`;

interface Deployed {
  readonly admin: Client;
  readonly url: string;
  readonly issuer: Issuer;
  readonly job: Job;
}

const ends: (() => void | Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});
let starting: Promise<{ url: string; adminToken: string }> | undefined;

async function startShared(): Promise<{ url: string; adminToken: string }> {
  const data = await initServer(
    join(
      temporaryFolder((end) => ends.push(end)),
      "data",
    ),
  );
  return startOver(data, [], { atEnd: (stop) => ends.push(stop) });
}

/** A team on the server of this file that trusts the job's issuer, and a job. */
async function deployed(): Promise<Deployed> {
  starting ??= startShared();
  const [{ url, adminToken }, issuer] = [await starting, await startIssuer(claims)];
  const first = createClient({ url, token: adminToken });
  const { token } = await first.createTeam({ name: `team ${(await first.teams()).length}` });
  const admin = createClient({ url, token });
  const secrets = {
    "prod/orders/db url": canary,
    "prod/orders/key": lines,
    "prod/port": 5432,
    "prod/nul": `a\0${canary}`,
    "prod/account": JSON.stringify({ type: "service", private_key: lines, id: 7 }),
    "other/key": canary,
  };
  await admin.setSecrets(Object.entries(secrets).map(([name, value]) => ({ name, value })));
  await admin.createTrust({
    name: "deploy",
    for: "runs",
    issuer: "https://token.actions.githubusercontent.com",
    audience: url,
    claims,
    jwks: issuer.jwks,
    grants: [{ role: "runner", names: ["prod/*"] }],
  });
  return { admin, url, issuer, job: newJob(issuer.variables) };
}

test("gives the steps that follow variables and files, all of them masked, in a run that the post step ends", async () => {
  const { admin, url, issuer, job } = await deployed();
  const env = "DB_URL=db url\n  PORT=port\n";
  const main = await job.main({ url, env, files: "KEY=key", folder: "prod/orders", label: "deploy 7" });
  expect(main).toMatchObject({ code: 0, log: "" });
  const { KEY = "", ...variables } = job.variables();
  expect(variables).toEqual({ DB_URL: canary, PORT: "5432" });
  expect([readFileSync(KEY, "utf8"), statSync(KEY).mode & 0o777]).toEqual([lines, 0o600]);
  const [token, ...values] = main.masks;
  expect(token).toMatch(/^keyfold_run_/);
  expect(new Set(values)).toEqual(new Set([canary, "5432", lines]));
  expect(issuer.audiences).toEqual([url]);

  const [run] = await admin.runs();
  expect(run).toMatchObject({ label: "deploy 7", openedBy: "github:acme/orders@production", endedAt: null });
  expect(await job.post()).toMatchObject({ code: 0, log: "" });
  expect(existsSync(KEY)).toBe(false);
  expect((await admin.runs())[0]?.endedAt).toEqual(expect.any(String));
  await expect(createClient({ url, token: String(token) }).secretValue("port")).rejects.toMatchObject({
    code: "RUN_ENDED",
  });
  // A job that was cancelled may come there twice.
  expect(await job.post()).toMatchObject({ code: 0, log: "" });
});

test("masks what stands in a value that is JSON, too, but for what every log has", async () => {
  const { url, job } = await deployed();
  const { code, masks } = await job.main({ url, env: "ACCOUNT=account", folder: "prod/orders" });
  expect([code, masks.slice(1)]).toEqual([0, [job.variables().ACCOUNT, lines]]);
});

test("programs of the steps that follow read in the run what it allows", async () => {
  const { url, job } = await deployed();
  expect(await job.main({ url, allow: "db url\nport", folder: "prod/orders" })).toMatchObject({ code: 0, log: "" });
  const env = { ...job.variables(), HOME: job.folder };
  expect(Object.keys(env)).toEqual([
    "KEYFOLD__CLOUD__URL",
    "KEYFOLD__CLOUD__TOKEN",
    "KEYFOLD__CLOUD__USE_LOCAL_SECRETS",
    "HOME",
  ]);
  const program = "process.exitCode = process.env.PORT === '5432' ? 0 : 1";
  const ran = await runKeyfold(["run", "--env", "PORT=port", "--", process.execPath, "-e", program], { env });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(await job.post()).toMatchObject({ code: 0 });
  const after = await runKeyfold(["run", "--env", "PORT=port", "--", process.execPath, "-e", ""], { env });
  expect(after).toMatchObject({ code: 1, stderr: expect.stringContaining("run") });
});

test.each([
  ["that can't be read", "prod/gone", /^::error::.*"prod\/gone" \(NOT_FOUND\)/],
  ["that no variable can hold", "prod/nul", /^::error::.*"prod\/nul" holds a NUL/],
])("fails for a value %s, gives out none of the others, and ends the run all the same", async (_what, name, log) => {
  const { admin, url, job } = await deployed();
  const main = await job.main({ url, env: `DB=prod/orders/db url\nWRONG=${name}`, files: "KEY=prod/orders/key" });
  expect(main).toMatchObject({ code: 1, log: expect.stringMatching(log) });
  expect(job.variables()).toEqual({});
  expect(await job.post()).toMatchObject({ code: 0, log: "" });
  expect((await admin.runs())[0]?.endedAt).toEqual(expect.any(String));
});

test("opens no run for a name that its trust does not cover, nor without the permission to have a token signed", async () => {
  const { admin, url, issuer, job } = await deployed();
  const refused = await job.main({ url, env: "KEY=other/key" });
  expect(refused).toMatchObject({ code: 1, log: expect.stringMatching(/^::error::/), masks: [] });
  expect(await job.post()).toMatchObject({ code: 0, log: "" });
  const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: _, ...without } = issuer.variables;
  const main = await newJob(without).main({ url, env: "PORT=prod/port" });
  expect(main).toMatchObject({ code: 1, log: expect.stringContaining("id-token: write") });
  expect(await admin.runs()).toEqual([]);
});

test("believes no settings of the repository that was checked out", async () => {
  const { url, job } = await deployed();
  writeFileSync(join(job.folder, "keyfold.toml"), '[cloud]\nurl = "https://other.example"\ntoken = "x"\n[context');
  expect(await job.main({ url, env: "PORT=prod/port" })).toMatchObject({ code: 0, log: "" });
  expect(job.variables()).toEqual({ PORT: "5432" });
  await job.post();
});

test.each<[said: string, inputs: Record<string, string>]>([
  ["no url", { env: "PORT=prod/port" }],
  ["no secret", { url: "http://127.0.0.1:1" }],
  ["Line 1 of env", { url: "http://127.0.0.1:1", env: canary }],
  ["A is set twice", { url: "http://127.0.0.1:1", env: "A=b", files: "A=c" }],
  ["ttl-seconds", { url: "http://127.0.0.1:1", env: "A=b", "ttl-seconds": "1h" }],
  ["plain http", { url: "http://keyfold.example", env: "A=b" }],
])("refuses inputs that make no sense: %s", async (said, inputs) => {
  const { code, log, masks } = await newJob({}).main(inputs);
  expect({ code, masks, log }).toEqual({ code: 1, masks: [], log: expect.stringContaining(said) });
});
