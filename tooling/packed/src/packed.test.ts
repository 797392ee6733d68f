import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OutsideProject, outsideProject } from "./outside-project.ts";
import { bytesOf, packPackages, type Tarball } from "./pack-packages.ts";
import { publishedPackages } from "./published-packages.ts";

const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-packed-"));
let tarballs: Map<string, Tarball>;

beforeAll(() => {
  tarballs = packPackages(join(folder, "tarballs"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tarball(name: string): Tarball {
  const found = tarballs.get(name);
  if (!found) throw new Error(`${name} was not packed`);
  return found;
}

/** The texts in nested tables and lists. */
function pathsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Object.values(value ?? {}).flatMap(pathsIn);
}

describe.each(publishedPackages)("the tarball of %s", (name) => {
  it("holds what was built, its manifest, its README, its changelog and the licence, and nothing else", () => {
    const { files } = tarball(name);
    const other = files.filter(
      (file) => !/^package\/(dist\/|package\.json$|README\.md$|CHANGELOG\.md$|LICENSE$|schema\.graphql$)/.test(file),
    );
    expect(other).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["package/package.json", "package/README.md", "package/LICENSE"]));
    expect(files.filter((file) => /\.test\.|fixtures/.test(file))).toEqual([]);
  });

  it("names no file that it does not hold, and no folder of the repository", () => {
    const { manifest, files } = tarball(name);
    const named = pathsIn([manifest.exports, manifest.bin]);
    expect(named).toContain("./package.json");
    expect(named.filter((path) => !files.includes(`package/${path.slice(2)}`))).toEqual([]);
    expect(JSON.stringify(manifest.exports)).not.toContain('"source"');
    expect(JSON.stringify(manifest.dependencies ?? {})).not.toMatch(/workspace:|catalog:/);
  });

  it("passes publint", async () => {
    const { messages } = await publint({ pack: { tarball: bytesOf(tarball(name)) }, strict: true });
    const { manifest } = tarball(name);
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  it("has types that resolve for ES modules (attw)", async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(bytesOf(tarball(name)))));
    const problems = result.types === false ? [] : result.problems;
    const elsewhere = new Set(["node10", "node16-cjs"]);
    const ours = problems.filter((problem) => !("resolutionKind" in problem && elsewhere.has(problem.resolutionKind)));
    expect(ours).toEqual([]);
    if (!["keyfold", "@keyfold/console"].includes(name)) expect(result.types).not.toBe(false);
  });
});

describe("a project that installs @keyfold/config alone", () => {
  let project: OutsideProject;
  beforeAll(async () => {
    project = await outsideProject(join(folder, "config"), [tarball("@keyfold/config").path]);
  });

  it("gets smol-toml and nothing else", () => {
    expect(project.installed().map(({ name }) => name)).toEqual(["@keyfold/config", "smol-toml"]);
  });

  it("loads a configuration", async () => {
    const printed = await project.run(
      `import { loadConfig } from "@keyfold/config";
       console.log(loadConfig({ files: [], env: { MY__SERVER__PORT: "8080" }, envPrefix: "MY" }).get("server.port"));`,
    );
    expect(printed).toBe("8080\n");
  });

  it("has types for node16, nodenext and bundler resolution", async () => {
    await project.compile(
      `import { loadConfig } from "@keyfold/config";
       const port: number = loadConfig<{ server: { port: number } }>().get("server.port");
       export { port };`,
    );
  });

  it("keeps its inside closed", async () => {
    await expect(project.run(`await import("@keyfold/config/dist/index.js");`)).rejects.toThrow(
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    );
  });
});

describe("a project that installs @keyfold/secret", () => {
  let project: OutsideProject;
  beforeAll(async () => {
    const needed = ["@keyfold/secret", "@keyfold/context", "@keyfold/client", "@keyfold/config"];
    project = await outsideProject(
      join(folder, "secret"),
      needed.map((name) => tarball(name).path),
    );
  });

  it("reads a local secret without loading graphql, graphql-request or the client", async () => {
    const printed = await project.run(
      `import { registerHooks } from "node:module";
       const loaded = [];
       registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
       const { Secret } = await import("@keyfold/secret");
       const value = await new Secret("KEY").get();
       const packages = loaded.map((url) => /node_modules\\/((@[^/]+\\/)?[^/]+)/.exec(url)?.[1]).filter(Boolean);
       console.log(JSON.stringify({ value, packages: [...new Set(packages)].sort() }));`,
      { KEYFOLD__CONTEXT__SECRETS__KEY: "VALUE" },
    );
    expect(JSON.parse(printed)).toEqual({
      value: "VALUE",
      packages: expect.not.arrayContaining([expect.stringMatching(/graphql|client/)]),
    });
    expect(JSON.parse(printed).packages).toContain("@keyfold/secret");
  });

  it("has types for node16, nodenext and bundler resolution", async () => {
    await project.compile(
      `import { context } from "@keyfold/context";
       import { Secret, withRun } from "@keyfold/secret";
       const n: Promise<number> = withRun({ allow: ["n"], ttlSeconds: 60 }, () => new Secret<number>("n").get());
       const secrets: Record<string, unknown> = context.secrets;
       export { n, secrets };`,
    );
  });
});

describe("the layers", () => {
  const layers = ["@keyfold/config", "@keyfold/context", "@keyfold/client", "@keyfold/secret"];
  const entries = [...layers, "@keyfold/config/check", "@keyfold/context/testing", "@keyfold/client/logins"];
  let project: OutsideProject;
  beforeAll(async () => {
    project = await outsideProject(
      join(folder, "layers"),
      layers.map((name) => tarball(name).path),
    );
  });

  it("load by require, as nothing in them awaits at its top", async () => {
    const printed = await project.run(
      `import { createRequire } from "node:module";
       const require = createRequire(import.meta.url);
       for (const entry of ${JSON.stringify(entries)}) console.log(Object.keys(require(entry)).length > 0);`,
    );
    expect(printed).toBe("true\n".repeat(entries.length));
  });

  it.each(entries)("can't be built into a bundle for browsers, and the error says why: %s", async (entry) => {
    for (const contents of [`import "${entry}";`, `import * as all from "${entry}"; console.log(all);`]) {
      const stdin = { contents, resolveDir: project.folder };
      const building = build({ stdin, bundle: true, platform: "browser", write: false, logLevel: "silent" });
      await expect(building).rejects.toThrow("server only");
    }
  });
});

it("the tarball of @keyfold/console holds the page, compressed, and the licences of what is in it", () => {
  const { files, manifest } = tarball("@keyfold/console");
  expect(files).toContain("package/dist/index.html.br");
  expect(files).toContain("package/dist/licences.md");
  expect(files.filter((file) => /assets\/index-[\w-]+\.js\.(?:br|gz)$/.test(file))).toHaveLength(2);
  expect(manifest.dependencies ?? {}).toEqual({});
});

describe("a project that installs the command and the server", () => {
  it("can start both", async () => {
    const project = await outsideProject(
      join(folder, "commands"),
      publishedPackages.map((name) => tarball(name).path),
    );
    const printed = await project.run(
      `import { execFileSync } from "node:child_process";
       const help = (bin) => execFileSync(process.execPath, ["node_modules/.bin/" + bin, "--help"], { encoding: "utf8" });
       console.log(help("keyfold") + help("keyfold-server"));`,
    );
    expect(printed).toContain("Usage: keyfold [options]");
    expect(printed).toContain("Usage: keyfold-server [options]");
  });
});
