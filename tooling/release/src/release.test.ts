import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { publishedPackages } from "@tooling/packed/published-packages";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Registry, startRegistry } from "./registry.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-release-"));
const repository = join(folder, "repository");
const minutes = 60_000;
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry(folder);
  copyRepository();
}, 3 * minutes);

afterAll(async () => {
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a release reads of this repository, as it is built now, in a repository of its own with no release yet. */
function copyRepository(): void {
  const patterns = ["package.json", "pnpm-workspace.yaml", "LICENSE", ".changeset/config.json"];
  const ofPackages = ["{package.json,README.md,schema.graphql,dist/**/*}"].map((what) => `packages/*/${what}`);
  const ofTooling = ["tooling/*/package.json", "tooling/release/src/*.ts"];
  for (const file of globSync([...patterns, ...ofPackages, ...ofTooling], { cwd: root })) {
    cpSync(join(root, file), join(repository, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(repository, "node_modules"));
  writeFileSync(join(repository, ".gitignore"), "node_modules\ndist/\ntooling/release/packed/\n");
  git("init", "--quiet", "--initial-branch", "main");
  git("config", "user.name", "Release");
  git("config", "user.email", "release@keyfold.example");
  commit();
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: repository, encoding: "utf8" });
}

function commit(): void {
  git("add", "--all");
  git("commit", "--allow-empty", "--quiet", "--message", "Release");
}

async function release(...steps: string[]): Promise<void> {
  await run(process.execPath, ["tooling/release/src/release.ts", ...steps], { cwd: repository, env: registry.env });
  commit();
}

function changes(name: string, bump: string, sentence: string): void {
  writeFileSync(join(repository, ".changeset/one.md"), `---\n"${name}": ${bump}\n---\n\n${sentence}\n`);
  commit();
}

async function tagsOf(name: string): Promise<Record<string, string>> {
  return JSON.parse(await registry.npm(folder, "view", name, "dist-tags", "--json"));
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(repository, "packages", name, "package.json"), "utf8")).version;

test("a release publishes each package once, tags it, and keeps what speaks over the wire", {
  timeout: 3 * minutes,
}, async () => {
  const first = {
    config: versionOf("config"),
    context: versionOf("context"),
    client: versionOf("client"),
    server: versionOf("server"),
  };
  await release("version", "pack", "publish");
  expect(git("tag").trim().split("\n")).toContain(`@keyfold/config@${first.config}`);
  expect(git("tag").trim().split("\n")).toHaveLength(publishedPackages.length);
  expect(await tagsOf("@keyfold/server")).toEqual({ latest: first.server });
  expect(readdirSync(join(repository, "tooling/release/released"))).toEqual([
    `keyfold-client-${first.client}.tgz`,
    `keyfold-config-${first.config}.tgz`,
    `keyfold-server-${first.server}.tgz`,
  ]);

  changes("@keyfold/config", "patch", "A broken file is named in full.");
  await release("version", "pack", "publish");
  const patched = versionOf("config");
  expect(patched).not.toBe(first.config);
  expect(await tagsOf("@keyfold/config")).toEqual({ latest: patched });
  expect(await tagsOf("@keyfold/server")).toEqual({ latest: first.server });
  expect(git("tag").trim().split("\n")).toHaveLength(publishedPackages.length + 1);
  const changelog = readFileSync(join(repository, "packages/config/CHANGELOG.md"), "utf8");
  expect(changelog).toBe(
    `# @keyfold/config\n\n## ${patched}\n\n### Patch Changes\n\n- A broken file is named in full.\n`,
  );

  await release("version", "pack", "publish");
  expect(git("tag").trim().split("\n")).toHaveLength(publishedPackages.length + 1);

  changes("@keyfold/config", "major", "Files may be YAML, and TOML is gone.");
  await release("--channel", "next", "version", "pack", "publish");
  const next = versionOf("config");
  expect(next).toMatch(/-next\.0$/);
  expect(await tagsOf("@keyfold/config")).toEqual({ latest: patched, next });

  await release("--channel", "latest", "version", "pack", "publish");
  expect(await tagsOf("@keyfold/config")).toEqual({ latest: next.replace("-next.0", ""), next });
  // Those above take a layer's break with a patch.
  const [major, minor, patch] = first.context.split(".");
  expect(versionOf("context")).toBe(`${major}.${minor}.${Number(patch) + 1}`);
});

test("a step that there is not is refused before anything is done", async () => {
  const refused = run(process.execPath, ["tooling/release/src/release.ts", "version", "publsh"], { cwd: repository });
  await expect(refused).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("publsh") });
});

test("in the workflow, a release says in each package where its source is", async () => {
  const env = { ...registry.env, GITHUB_SERVER_URL: "https://git.example", GITHUB_REPOSITORY: "owner/name" };
  await run(process.execPath, ["tooling/release/src/release.ts", "version"], { cwd: repository, env });
  commit();
  const manifest = JSON.parse(readFileSync(join(repository, "packages/secret/package.json"), "utf8"));
  expect(manifest.repository).toEqual({
    type: "git",
    url: "git+https://git.example/owner/name.git",
    directory: "packages/secret",
  });
});

test("provenance is refused before anything is published while a package does not say where it comes from", async () => {
  const manifest = join(repository, "packages/config/package.json");
  const { repository: _, ...without } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, JSON.stringify(without));
  const refused = run(process.execPath, ["tooling/release/src/release.ts", "publish", "--provenance"], {
    cwd: repository,
  });
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("packages/config/package.json"),
  });
});
