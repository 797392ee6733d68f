import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runKeyfoldServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { deployFolder, manifests, readDeployed, readYaml } from "./deploy-folder.ts";

const settings = readFileSync(join(deployFolder, "../docs/server.md"), "utf8");

test.each(manifests)("%s is YAML", (file) => {
  expect(readYaml(readDeployed(file)).length).toBeGreaterThan(0);
});

describe("the chart's values", () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readDeployed("helm/keyfold/values.schema.json")),
  );
  const [values] = readYaml(readDeployed("helm/keyfold/values.yaml")) as [object];

  test("are what their schema says", () => {
    validate(values);
    expect(validate.errors).toBeNull();
  });

  test.each<[wrong: string, values: object]>([
    ["a number that is none", { replicas: "two" }],
    ["a key that nobody reads", { replica: 2 }],
    ["a password among the settings", { settings: { database: "postgres://keyfold@db/keyfold" } }],
    ["no metrics, beside which the probes are", { settings: { metrics: false } }],
    ["no pod that may be drained", { podDisruptionBudget: { maxUnavailable: 0 } }],
    [
      "a setting that is not secret among those that are",
      { secretSettings: { public_url: { secret: "a", key: "b" } } },
    ],
    ["no database", { secretSettings: {} }],
  ])("are refused with %s", (_wrong, more) => {
    expect(validate({ ...values, ...more })).toBe(false);
  });

  test("leave a pod the time that it takes to stop", () => {
    const template = readDeployed("helm/keyfold/templates/deployment.yaml");
    const stop = Number(/\| `stop_timeout_seconds` \| `(\d+)`/.exec(settings)?.[1]);
    const [, byDefault, added] = /stop_timeout_seconds \| default (\d+) \| add (\d+)/.exec(template)?.map(Number) ?? [];
    const sleep = Number(/sleep: \{ seconds: (\d+) \}/.exec(template)?.[1]);
    expect(byDefault).toBe(stop);
    expect(added).toBeGreaterThanOrEqual(sleep + 5);
  });

  test("each is used by a template", () => {
    const templates = globSync("helm/keyfold/templates/*", { cwd: deployFolder }).map(readDeployed).join("\n");
    expect(Object.keys(values).filter((name) => !templates.includes(`.Values.${name}`))).toEqual([]);
  });
});

test("settings of the server that the manifests have are there", () => {
  const files = globSync("{Containerfile,compose/*,helm/**/*}", { cwd: deployFolder, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/KEYFOLD__SERVER__([A-Z_]*[A-Z])\b/g)].map(([, name = ""]) => name),
  );
  expect(new Set(named).size).toBeGreaterThan(5);
  expect(named.filter((name) => !settings.includes(`| \`${name.toLowerCase().replace("__", ".")}\` |`))).toEqual([]);
});

test("the settings of the compose file are valid, and none are missing", async () => {
  const file = join(temporaryFolder(), "server.toml");
  writeFileSync(file, readDeployed("compose/server.toml").replace(":4250", ":1"), { mode: 0o600 });
  // Wrong settings are a 2; that nobody listens there is a 1.
  expect(await runKeyfoldServer(["health", "--config", file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("https://127.0.0.1:1/healthz does not answer"),
  });
});

test("what the compose file reads of this folder is in no commit and in no image", () => {
  const [{ services, secrets }] = readYaml(readDeployed("compose/compose.yaml")) as [
    { services: Record<string, { volumes: string[] }>; secrets: Record<string, { file: string }> },
  ];
  const files = [
    ...Object.values(secrets).map(({ file }) => file),
    ...Object.values(services).flatMap(({ volumes }) => volumes.filter((volume) => volume.startsWith("./"))),
  ];
  const folders = [...new Set(files.map((file) => file.split(/[/:]/)[1]))];
  expect(folders.sort()).toEqual(["secrets", "tls"]);
  const ignored = readFileSync(join(deployFolder, "../.gitignore"), "utf8").split("\n");
  expect(ignored).toEqual(expect.arrayContaining(folders.map((folder) => `deploy/compose/${folder}/`)));
  expect(readDeployed("Containerfile.dockerignore").split("\n")).toContain("deploy/compose");
});
