import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployFolder, manifests, readYaml } from "./deploy-folder.ts";

// Renders the chart with helm, holds it and the other manifests against Kubernetes' schemas, and has Prometheus' alerts fire, with the
// programs that are on the PATH. It says what it could not check for want of one.

const chart = join(deployFolder, "helm/keyfold");

/** Values with which every template and each of its branches is rendered. */
const renderings: string[][] = [
  [],
  ["serviceMonitor.enabled=true", "masterKey.transit.url=https://bao.example", "masterKey.transit.key=keyfold"],
  ["tls.secret=", "settings.limits\\.batch=100", "networkPolicy.egress[0].ports[0].port=5432", "podAnnotations.a=b"],
  ["env[0].name=A", "volumes[0].name=a", "volumeMounts[0].name=a", "volumeMounts[0].mountPath=/a"],
];

/** Runs a program; undefined if it is not there. Throws with what it printed if it fails. */
function run(program: string, ...args: string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return undefined;
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function renderChart(): string[] | undefined {
  if (run("helm", "lint", "--strict", chart) === undefined) return undefined;
  return renderings.map((values) => {
    const set = values.flatMap((value) => ["--set", value]);
    return run("helm", "template", "release", chart, "--kube-version", "1.31.0", ...set) ?? "";
  });
}

const folder = mkdtempSync(join(tmpdir(), "keyfold-chart-"));
try {
  const rendered = renderChart();
  const files = (rendered ?? []).map((text, at) => {
    if (readYaml(text).length < 4) throw new Error(`The chart renders too little with ${renderings[at]}.`);
    const file = join(folder, `${at}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const examples = manifests.filter((file) => file.startsWith("kubernetes/")).map((file) => join(deployFolder, file));
  const validated = run("kubernetes-validate", "--strict", "--quiet", ...files, ...examples);
  const fired = run("promtool", "test", "rules", join(import.meta.dirname, "alerts.yaml"));
  const missing = [
    ...(rendered ? [] : ["that deploy/helm/keyfold renders, as there is no helm"]),
    ...(validated === undefined
      ? [
          "the manifests against Kubernetes' schemas, as there is no kubernetes-validate (pip install kubernetes-validate)",
        ]
      : []),
    ...(fired === undefined ? ["when Prometheus' alerts fire, as there is no promtool"] : []),
  ];
  for (const what of missing) process.stdout.write(`\nNOT CHECKED: ${what}.\n`);
  if (missing.length === 0)
    process.stdout.write(
      "The chart renders, the manifests fit Kubernetes' schemas, and the alerts fire when they should.\n",
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
