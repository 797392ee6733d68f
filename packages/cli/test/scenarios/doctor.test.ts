import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { startServer } from "@tooling/vitest/processes";
import { describe, expect, it } from "vitest";
import { admin, cloud, person } from "../person.ts";

describe("keyfold doctor", () => {
  it("shows in its first line where a get would look, and why", async () => {
    const local = await person().keyfold(["doctor"]);
    expect(local.stdout).toMatch(/^A get looks in context\.secrets alone: the configuration sets no server\.\n/);
    expect(local.code).toBe(0);
    for (const [set, why] of [
      ["URL", "cloud.url (KEYFOLD__CLOUD__URL) sets a server, but nothing sets a token or an identity for it"],
      ["TOKEN", "cloud.token (KEYFOLD__CLOUD__TOKEN) is set, but no cloud.url"],
    ]) {
      const { stdout } = await person({ [`KEYFOLD__CLOUD__${set}`]: "http://127.0.0.1:1" }).keyfold(["doctor"]);
      expect(stdout.split("\n")[0]).toBe(`A get looks in context.secrets alone: ${why}.`);
    }

    const ada = await admin();
    const outside = await ada.keyfold(["doctor"]);
    expect(outside.stdout.split("\n")[0]).toBe(
      `A get looks in context.secrets, then is refused unless it is inside withRun, which asks ${ada.team.url}: ` +
        "cloud.use_local_secrets (KEYFOLD__CLOUD__USE_LOCAL_SECRETS) is false, and cloud.token (KEYFOLD__CLOUD__TOKEN) " +
        "is not a run's. keyfold run opens a run.",
    );
    const { token } = await ada.client.openRun();
    const inside = await person(cloud(ada.team.url, token)).keyfold(["doctor"]);
    expect(inside.stdout).toContain(`then at ${ada.team.url}, in the run whose token is in cloud.token`);
    expect(inside.stdout).toContain("the token is a live run's");
    expect(inside.code).toBe(0);
  });

  it("finds out which server commands go to, and what the token may do there", async () => {
    const ada = await admin();
    const { code, stdout } = await ada.keyfold(["doctor", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      server: {
        url: ada.team.url,
        by: "configuration",
        login: null,
        role: "admin",
        team: { name: expect.stringMatching(/^team \d+$/) },
        kind: "token",
        name: "admin",
        grants: [{ role: "admin" }, { role: "runner", names: null }],
        expiresAt: null,
      },
      findings: expect.arrayContaining([
        { state: "note", text: `keyfold's commands go to ${ada.team.url}, by the configuration.` },
        {
          state: "good",
          text: expect.stringMatching(
            /answers; the token is "admin", of the team "team \d+", with admin; runner:\*, until it is revoked\.$/,
          ),
        },
      ]),
    });
  });

  it("ends with 1 for a server that is down, a bad token, files that others can read, and a broken file", async () => {
    const server = await startServer();
    const wrong = await person(cloud(server.url, "keyfold_team_x")).keyfold(["doctor"]);
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 1, stdout: expect.stringContaining("✘") });

    const bo = person();
    await bo.keyfold(["login", server.url], server.adminToken);
    chmodSync(join(bo.home, ".keyfold/logins.json"), 0o640);
    const readable = await bo.keyfold(["doctor"]);
    expect({ code: readable.code, stdout: readable.stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining("chmod 600"),
    });

    await server.stop();
    const down = await person(cloud(server.url, server.adminToken)).keyfold(["doctor"]);
    expect({ code: down.code, stdout: down.stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining("no answer from"),
    });

    const broken = person();
    mkdirSync(join(broken.home, ".keyfold"), { mode: 0o700 });
    writeFileSync(join(broken.home, ".keyfold/config.toml"), `A = ${canary}\n`, { mode: 0o600 });
    const { code, stdout } = await broken.keyfold(["doctor"]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^A get fails: .*\n✘ .*config\.toml:1:5/),
    });
  });
});
