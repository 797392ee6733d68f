import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const workflows = globSync(".github/workflows/*.yml", { cwd: root }).map((path) => ({ path, text: read(path) }));

let parser: typeof import("@actions/workflow-parser");

// GitHub's parser imports its schema in a way that only bundlers take.
beforeAll(async () => {
  let remove: () => unknown = () => {};
  const folder = temporaryFolder((work) => {
    remove = work;
  });
  const outfile = join(folder, "parser.cjs");
  const stdin = { contents: 'export * from "@actions/workflow-parser"', resolveDir: import.meta.dirname };
  await build({ stdin, bundle: true, outfile, format: "cjs", platform: "node" });
  parser = createRequire(import.meta.url)(outfile);
  return () => void remove();
});

/** What GitHub would say of a workflow. */
function complaints(content: string): string[] {
  const { context } = parser.parseWorkflow({ name: "workflow.yml", content }, new parser.NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test("what GitHub does not take is found", () => {
  const job = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: true\n";
  expect(complaints(job)).toEqual([]);
  expect(complaints(job.replace("steps", "step"))).not.toEqual([]);
  expect(complaints(`${job}  - {`)).not.toEqual([]);
});

describe.each(workflows)("$path", ({ text }) => {
  test("is a workflow that GitHub takes", () => {
    expect(complaints(text)).toEqual([]);
  });

  test("runs no action but by the commit of a release that is named", () => {
    const used = [...text.matchAll(/\buses: (.*)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(1);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ""))).toEqual([]);
  });

  test("runs scripts and files that are there, and nothing with others' code and our rights", () => {
    const ran = [...text.matchAll(/pnpm@12 ([a-z:]+)/g)].map(([, script = ""]) => script);
    expect(ran.filter((script) => !(script in scripts) && script !== "install")).toEqual([]);
    const files = [...text.matchAll(/\bnode (tooling\/\S+)/g)].map(([, file = ""]) => file);
    expect(files.map(read)).not.toContain("");
    expect(text).not.toContain("pull_request_target");
    expect(text).toMatch(/^permissions:\n {2}contents: /m);
  });
});

test("every action is of the same commit in all workflows", () => {
  const used = workflows.flatMap(({ text }) => [...text.matchAll(/\buses: ([^@]*)@(\S+)/g)]);
  const commits = new Map(used.map(([, action, commit]) => [action, commit]));
  expect(used.filter(([, action, commit]) => commits.get(action) !== commit)).toEqual([]);
});

test("renovate.json waits longer for a release than pnpm does, and its rules name what is there", () => {
  const renovate = JSON.parse(read("renovate.json")) as {
    minimumReleaseAge: string;
    packageRules: { matchFileNames?: string[] }[];
  };
  // pnpm's own policy is a day, unless pnpm-workspace.yaml sets another.
  const [, minutes = "1440"] = /^minimumReleaseAge: (\d+)$/m.exec(read("pnpm-workspace.yaml")) ?? [];
  expect(Number.parseInt(renovate.minimumReleaseAge, 10) * 24 * 60).toBeGreaterThan(Number(minutes));
  const named = renovate.packageRules.flatMap(({ matchFileNames = [] }) => matchFileNames);
  expect(named.filter((file) => globSync(file, { cwd: root }).length === 0)).toEqual([]);
});
