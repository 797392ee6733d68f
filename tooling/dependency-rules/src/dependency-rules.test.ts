import { globSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { allowedDependencies, bundled } from "./allowed-dependencies.ts";
import { isTest, packageOf, readPackages, root } from "./read-packages.ts";

const packages = readPackages("packages");
const ours = new Set(Object.keys(allowedDependencies));

it("knows every package", () => {
  expect(packages.map(({ name }) => name).sort()).toEqual([...ours].sort());
});

describe.each(packages)("$name", ({ name, folder, dependencies, imports }) => {
  const { uses, lazily = [], libraries, bundles = [] } = allowedDependencies[name] ?? { uses: [], libraries: [] };
  const shipped = imports.filter((each) => !isTest(each.file));

  it("depends on what its rules allow and on nothing else", () => {
    const allowed = new Set([...uses, ...lazily, ...libraries]);
    expect(dependencies.filter((dependency) => !allowed.has(dependency))).toEqual([]);
  });

  it("imports only what its manifest lists", () => {
    const listed = new Set([...dependencies, ...bundles, name, bundled]);
    const unlisted = shipped.filter(({ specifier }) => {
      const imported = packageOf(specifier);
      return imported !== undefined && !listed.has(imported);
    });
    expect(unlisted).toEqual([]);
  });

  it("loads its lazy packages only when they are needed", () => {
    const early = shipped.filter(
      ({ specifier, kind }) => kind === "static" && lazily.includes(packageOf(specifier) ?? ""),
    );
    expect(early).toEqual([]);
  });

  it("uses the public entry points of its neighbours", () => {
    const outside = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith(".")) return /^(@keyfold\/[\w-]+|keyfold)\/(src|dist)\b/.test(specifier);
      return !resolve(join(root, file), "..", specifier).startsWith(folder + sep);
    });
    expect(outside).toEqual([]);
  });

  it("imports neither the command nor the server", () => {
    const wrong = imports.filter(({ specifier }) => {
      const imported = packageOf(specifier);
      return imported !== name && (imported === "keyfold" || imported === "@keyfold/server");
    });
    expect(wrong).toEqual([]);
  });
});

it("has no source file over 300 lines", () => {
  const files = globSync("{packages,deploy,tooling,examples}/*/src/**/*.ts", { cwd: root });
  const long = files.filter(
    (file) =>
      !file.includes("/generated/") && !isTest(file) && readFileSync(join(root, file), "utf8").split("\n").length > 301,
  );
  expect(long).toEqual([]);
});
