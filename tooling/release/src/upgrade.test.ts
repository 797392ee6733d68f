import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { outsideProject } from "@tooling/packed/outside-project";
import { canary } from "@tooling/vitest/canary";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { runKeyfold, runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import "@tooling/vitest/services";
import { expect, inject, test } from "vitest";
import { startInstalledServer } from "./start-installed-server.ts";

const released = join(import.meta.dirname, "../released");
const installMs = 180_000;

type Answer = ReturnType<typeof JSON.parse>;
type Ask = (token: string, query: string, variables?: object) => Promise<Answer>;

/** Sends documents to a server. */
function askOf({ url }: { url: string }): Ask {
  return async (token, query, variables) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${url}/graphql`, { method: "POST", headers, body })).json();
  };
}

/** Today's command lists what the released server knows, and says of the rest that it can't. */
async function useCommand({ url, adminToken }: { url: string; adminToken: string }): Promise<void> {
  const env = { HOME: temporaryFolder(), KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: adminToken };
  const list = await runKeyfold(["secret", "list"], { env });
  expect(list.stdout).toMatch(/^NAME {6}VERSION {2}UPDATED\nprod\/\n {2}db url {2}2 {8}[\d-]{10}\n$/);
  expect((await runKeyfold(["secret", "list", "--folder", "other"], { env })).stdout).toBe("There are none.\n");
  for (const args of [
    ["secret", "list", "--due", "14d"],
    ["secret", "describe", "prod/db url"],
    ["secret", "set", "prod/db url", "1", "--if-version", "1"],
    ["token", "create", "--name", "a", "--grant", "editor:prod/*"],
    ["access", "prod/db url"],
  ]) {
    const { code, stderr } = await runKeyfold([...args, "--json"], { env });
    const { error } = JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "");
    expect({ args, code, error }).toMatchObject({ args, code: 1, error: { code: "SERVER_TOO_OLD" } });
    expect(error.message).toContain(url);
  }
}

const set = "mutation ($v: JSON, $n: String!) { setSecret(input: { name: $n, value: $v }) { version } }";
const open = "mutation { openRun(input: { ttlSeconds: 3600 }) { id token } }";
const read = '{ secretValue(name: "prod/db url") }';

test.each(["SQLite", "PostgreSQL"])(
  "an instance that the released server made on %s is opened: tokens work, values are read, runs go on",
  {
    timeout: installMs,
  },
  async (database) => {
    const folder = join(temporaryFolder(), "released");
    const tarballs = globSync("keyfold-{server,config}-0.1.0.tgz", { cwd: released }).map((name) =>
      join(released, name),
    );
    const project = await outsideProject(folder, tarballs);
    const url = database === "PostgreSQL" ? await emptyDatabase(inject("postgresUrl")) : undefined;
    const settings: Record<string, string> = url === undefined ? {} : { KEYFOLD__SERVER__DATABASE: url };
    const before = await startInstalledServer(project.folder, settings);
    const { adminToken: admin } = before;
    const tokens: Record<string, { id: string; token: string }> = {};
    let run = { id: "", token: "" };
    let orphan = { id: "", token: "" };
    let team = { token: "" };
    try {
      const ask = askOf(before);
      for (const value of ["first", canary]) await ask(admin, set, { n: "prod/db url", v: value });
      await ask(admin, set, { n: "removed", v: 1 });
      await ask(admin, 'mutation { deleteSecret(input: { name: "removed" }) { success } }');
      for (const role of ["admin", "editor", "runner"]) {
        const create = `mutation { createToken(input: { name: "an old ${role}", role: ${role} }) { id token } }`;
        tokens[role] = (await ask(admin, create)).data.createToken;
      }
      const create = 'mutation { createToken(input: { name: "revoked", role: editor }) { id token } }';
      tokens.revoked = (await ask(admin, create)).data.createToken;
      await ask(admin, `mutation { revokeToken(input: { id: "${tokens.revoked?.id}" }) { success } }`);
      run = (await ask(tokens.runner?.token ?? "", open)).data.openRun;
      const gone = 'mutation { createToken(input: { name: "gone", role: runner }) { id token } }';
      tokens.gone = (await ask(admin, gone)).data.createToken;
      orphan = (await ask(tokens.gone?.token ?? "", open)).data.openRun;
      await ask(admin, `mutation { revokeToken(input: { id: "${tokens.gone?.id}" }) { success } }`);
      expect((await ask(orphan.token, read)).data.secretValue === canary).toBe(true);
      team = (await ask(admin, 'mutation { createTeam(input: { name: "other" }) { token } }')).data.createTeam;
      expect((await ask(team.token, set, { n: "n", v: 1 })).data.setSecret.version).toBe(1);
      expect((await ask(run.token, read)).data.secretValue === canary).toBe(true);
      await useCommand(before);
    } finally {
      await before.stop();
    }

    const after = await startServer(before, [], { env: settings });
    const ask = askOf(after);
    const token = (name: string): string => tokens[name]?.token ?? "";
    expect((await ask(run.token, read)).data.secretValue === canary).toBe(true);
    const extend = "mutation ($id: ID!) { extendRun(input: { id: $id, ttlSeconds: 7200 }) { id } }";
    expect((await ask(run.token, extend, { id: run.id })).data.extendRun.id).toBe(run.id);
    for (const name of ["admin", "editor"]) {
      expect((await ask(token(name), set, { n: `by ${name}`, v: 1 })).data.setSecret.version, name).toBe(1);
    }
    expect((await ask(token("revoked"), set, { n: "x", v: 1 })).errors[0].extensions.code).toBe("UNAUTHENTICATED");
    const grants = (await ask(admin, "{ tokens { name grants { role } } }")).data.tokens.map(
      (one: { name: string; grants: { role: string }[] }) => [one.name, one.grants.map(({ role }) => role)],
    );
    expect(Object.fromEntries(grants)).toEqual({
      admin: ["admin", "runner"],
      "an old admin": ["admin", "runner"],
      "an old editor": ["editor"],
      "an old runner": ["runner"],
      revoked: ["editor"],
      gone: ["runner"],
    });
    // Runs end with the token that opened them, also if that was long before.
    expect((await ask(orphan.token, read)).errors[0].extensions.code).toBe("RUN_ENDED");
    for (const opener of [admin, token("admin"), token("runner"), team.token]) {
      const opened = (await ask(opener, open)).data.openRun;
      const { data, errors } = await ask(opened.token, read);
      if (opener === team.token) expect(errors[0].extensions.code).toBe("NOT_FOUND");
      else expect(data.secretValue === canary).toBe(true);
    }
    const rollback = 'mutation { rollbackSecret(input: { name: "prod/db url", version: 1 }) { version } }';
    expect((await ask(admin, rollback)).data.rollbackSecret.version).toBe(3);
    expect((await ask(run.token, read)).data.secretValue).toBe("first");
    // Who made the first token of another team was not recorded then.
    const verified = await runKeyfoldServer(["audit", "verify", "--data", after.dataFolder, "--json"], {
      env: settings,
    });
    expect({ ...JSON.parse(verified.stdout), code: verified.code }).toEqual({
      ok: true,
      rows: expect.any(Number),
      head: expect.stringMatching(/^[\da-f]{64}$/),
      unknownTokens: 1,
      code: 0,
    });
    expect(existsSync(join(after.dataFolder, "audit.head"))).toBe(true);
    await ask(admin, `mutation { revokeToken(input: { id: "${tokens.runner?.id}" }) { success } }`);
    expect((await ask(run.token, read)).errors[0].extensions.code).toBe("RUN_ENDED");
  },
);
