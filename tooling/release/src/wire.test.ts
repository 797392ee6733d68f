import { globSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outsideProject } from "@tooling/packed/outside-project";
import { packPackages } from "@tooling/packed/pack-packages";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startInstalledServer } from "./start-installed-server.ts";
import { wireProgram } from "./wire-program.ts";

const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-wire-"));
const released = join(import.meta.dirname, "../released");
const today = join(folder, "today");
const installMs = 180_000;

beforeAll(() => void packPackages(today), installMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The tarballs of packages and of what they stand on, from one folder. */
function tarballs(from: string, ...names: string[]): string[] {
  return names.map((name) => {
    const [path] = globSync(`${name}-[0-9]*.tgz`, { cwd: from });
    if (path === undefined) throw new Error(`${name} is not in ${from}: docs/releasing.md says how it gets there`);
    return join(from, path);
  });
}

test.each([
  { client: "the released client", clientFrom: released, server: "today's server", serverFrom: today },
  { client: "today's client", clientFrom: today, server: "the released server", serverFrom: released },
])(
  "$client and $server understand each other",
  { timeout: installMs },
  async ({ client, clientFrom, server, serverFrom }) => {
    const withServer = await outsideProject(
      join(folder, server),
      tarballs(serverFrom, "keyfold-server", "keyfold-config"),
    );
    const withClient = await outsideProject(
      join(folder, client),
      tarballs(clientFrom, "keyfold-client", "keyfold-config"),
    );
    const { url, adminToken, stop } = await startInstalledServer(withServer.folder);
    onTestFinished(() => stop());
    await withClient.compile(wireProgram);
    const printed = await withClient.run(wireProgram, { SERVER_URL: url, ADMIN_TOKEN: adminToken });
    expect(JSON.parse(printed)).toEqual({
      set: { success: true, version: 1 },
      setMany: { success: true, versions: [2, 1] },
      rolledBack: { success: true, version: 3 },
      names: ["a", "b"],
      listed: [{ name: "a", version: 3 }],
      history: 3,
      verbatim: { secret: [{ name: "b" }, { name: "a" }] },
      value: 1,
      values: [
        { name: "nope", code: "NOT_FOUND" },
        { name: "a", value: 1 },
        { name: "b", code: "NAME_NOT_ALLOWED" },
      ],
      personReads: "FORBIDDEN",
      runWrites: "FORBIDDEN",
      later: true,
      live: [true],
      ended: { success: true },
      afterTheEnd: "RUN_ENDED",
      tokens: ["admin", "runner"],
      revoked: { success: true },
      afterRevoking: "UNAUTHENTICATED",
      team: "second",
      teams: ["default", "second"],
      deleted: { success: true },
      refusals: true,
    });
  },
);
