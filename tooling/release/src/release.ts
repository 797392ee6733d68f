import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { keepReleased } from "./keep-released.ts";

// npx pnpm@12 release [STEP…] [--channel latest|next] [--provenance]: a release's steps, all of them in this order or
// those that are named. What each does and needs is in docs/releasing.md; the workflow runs the same.

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { channel: { type: "string" }, provenance: { type: "boolean", default: false } },
});
const root = process.cwd();
const packed = join(root, "tooling/release/packed");
const plan = join(packed, "plan.json");
const released = join(root, "tooling/release/released");

const steps: Record<string, () => void> = {
  version: () => {
    nameRepository();
    if (options.channel !== undefined) switchTo(options.channel);
    if (isToVersion()) changeset("version");
    else process.stdout.write("No changeset is new: the versions stay as they are.\n");
  },
  build: () => run("pnpm", "turbo", "build"),
  pack: () => {
    rmSync(packed, { recursive: true, force: true });
    mkdirSync(packed, { recursive: true });
    changeset("publish-plan", "--output", plan);
    changeset("pack", "--from-publish-plan", plan, "--out-dir", packed);
  },
  check: () => run("pnpm", "check"),
  publish: () => {
    // Without a name and an address no tag is made, and changesets does not say so.
    run("git", "var", "GIT_COMMITTER_IDENT");
    if (options.provenance) askForProvenance();
    changeset("publish", "--from-pack-dir", packed);
    keepReleased(join(packed, "packages"), released);
  },
};

/** Says in each package where its source is, as npm compares it for provenance. The workflow knows; elsewhere nothing changes. */
function nameRepository(): void {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (server === undefined || repository === undefined) return;
  for (const file of manifests()) {
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.repository = {
      type: "git",
      url: `git+${server}/${repository}.git`,
      directory: relative(root, dirname(file)),
    };
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

function manifests(): string[] {
  return globSync("packages/*/package.json", { cwd: root }).map((file) => join(root, file));
}

/** What is released from now on: pre-releases under a tag of their own, or `latest` again. */
function switchTo(channel: string): void {
  const current = preState()?.mode === "pre" ? preState()?.tag : "latest";
  if (channel === current) return;
  if (channel === "latest") changeset("pre", "exit");
  else changeset("pre", "enter", channel);
}

/** A statement, signed by the workflow's own identity, of the commit that a tarball was built from. */
function askForProvenance(): void {
  const without = manifests().filter((file) => !("repository" in JSON.parse(readFileSync(file, "utf8"))));
  if (without.length > 0) {
    stop(`npm compares the "repository" of a package with where it was built; there is none in ${without.join(", ")}`);
  }
  process.env.PNPM_CONFIG_PROVENANCE = "true";
}

function preState(): { mode: "pre" | "exit"; tag: string } | undefined {
  const file = join(root, ".changeset/pre.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Changesets keeps those of a pre-release in a folder of their own, until the release that `pre exit` asks for. */
function isToVersion(): boolean {
  const waiting = readdirSync(join(root, ".changeset")).some((file) => file.endsWith(".md"));
  return waiting || preState()?.mode === "exit";
}

function changeset(...args: string[]): void {
  run(process.execPath, "node_modules/@changesets/cli/bin.js", ...args);
}

/** Runs a program to its end; the release stops where one fails. */
function run(program: string, ...args: string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) stop(`${[program, ...args].join(" ")}: ${error?.message ?? `ended with ${status}`}`);
}

function stop(reason: string): never {
  process.stderr.write(`The release stops here: ${reason}.\n`);
  process.exit(1);
}

const unknown = asked.filter((step) => !(step in steps));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(", ")}. The steps are ${Object.keys(steps).join(", ")}.\n`);
  process.exit(2);
}
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  step();
}
