import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { initServer, startServer } from "@tooling/vitest/processes";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, inject, test } from "vitest";
import { deployFolder, readDeployed, readYaml } from "./deploy-folder.ts";
import "@tooling/vitest/services";

interface Rules {
  readonly groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}
interface Dashboard {
  readonly panels: { targets: { expr: string; legendFormat: string }[] }[];
}

/** What the server of this test exports: each series' name with its labels. */
async function exported(): Promise<Map<string, Set<string>>> {
  const folder = temporaryFolder();
  const { cert, key } = await selfSignedCertificate("keyfold.example");
  const tls = [join(folder, "cert.pem"), join(folder, "key.pem")] as const;
  writeFileSync(tls[0], cert);
  writeFileSync(tls[1], key, { mode: 0o600 });
  const env = {
    KEYFOLD__SERVER__DATABASE: await emptyDatabase(inject("postgresUrl")),
    KEYFOLD__SERVER__AUDIT_STREAM: join(folder, "stream"),
    KEYFOLD__SERVER__METRICS_TEAMS: "true",
  };
  const data = await initServer(join(folder, "data"), { env });
  // With the certificate the client would have to believe it: what needs a client is done by a server without.
  const first = await startServer(data, [], { env });
  const admin = createClient({ url: first.url, token: first.adminToken });
  await admin.createToken({ name: "for a day", role: "auditor", ttlSeconds: 86_400 });
  await first.stop();
  const metrics = { KEYFOLD__SERVER__METRICS_LISTEN: "127.0.0.1:0", KEYFOLD__SERVER__LOG_LEVEL: "info" };
  const args = ["--tls-cert", tls[0], "--tls-key", tls[1]];
  const server = await startServer(data, args, { env: { ...env, ...metrics } });
  const url = await server.prints(/Server listening at (http:\S+)"/);
  const series = new Map<string, Set<string>>();
  for (const line of (await (await fetch(`${url}/metrics`)).text()).split("\n")) {
    const [, name = "", labels = ""] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    const known = series.get(name) ?? new Set();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
    // A series without an occurrence yet has its help alone.
    const [, helped = ""] = /^# HELP (\w+)/.exec(line) ?? [];
    if (name !== "") series.set(name, known);
    if (helped !== "" && !series.has(helped)) series.set(helped, new Set());
  }
  return series;
}

const ownLabels: Record<string, string[]> = {
  keyfold_operations_total: ["operation", "code"],
  keyfold_operation_duration_seconds: ["operation"],
  keyfold_refused_total: ["code"],
  keyfold_team_secrets_read_total: ["team"],
};

/** The names of metrics in an expression of PromQL. */
const metricsIn = (expr: string): string[] => [...expr.matchAll(/\b(?:keyfold|process)_\w+/g)].map(([name]) => name);

test("the dashboard, the alerts and the page name the metrics that are there, and each of them with its labels", async () => {
  const series = await exported();
  const names = [...series.keys()];
  const has = (name: string): boolean => series.has(name) || series.has(name.replace(/_(?:bucket|sum|count)$/, ""));
  const [rules] = readYaml(readDeployed("prometheus/keyfold.rules.yaml")) as [Rules];
  const dashboard = JSON.parse(readDeployed("grafana/keyfold.json")) as Dashboard;
  const alerts = rules.groups.flatMap((group) => group.rules);
  const targets = dashboard.panels.flatMap((panel) => panel.targets);
  const expressions = [...alerts, ...targets].map(({ expr }) => expr);
  expect(expressions.filter((expr) => metricsIn(expr).length === 0)).toEqual([]);
  expect(expressions.flatMap(metricsIn).filter((name) => !has(name))).toEqual([]);
  // Every label that is shown or asked for is one of the series', or Prometheus' own.
  for (const { expr, legend } of [
    ...alerts.map(({ expr, annotations }) => ({ expr, legend: annotations.summary.replaceAll("$labels.", "") })),
    ...targets.map(({ expr, legendFormat }) => ({ expr, legend: legendFormat })),
  ]) {
    const known = metricsIn(expr).flatMap((name) => {
      const base = name.replace(/_(?:bucket|sum|count)$/, "");
      return [...(series.get(name) ?? []), ...(ownLabels[base] ?? [])];
    });
    const used = [
      ...[...legend.matchAll(/\{\{ ?(\w+) ?\}\}/g)].map(([, label = ""]) => label),
      ...[...expr.matchAll(/[{,] ?(\w+)(?:=~|!=|=)"/g)].map(([, label = ""]) => label),
    ];
    expect(
      used.filter((label) => !["instance", ...known].includes(label)),
      expr,
    ).toEqual([]);
  }
  const page = readFileSync(join(deployFolder, "../docs/production.md"), "utf8");
  const [, table = ""] = /^### Metrics\n([\s\S]*?)\n\n[A-Z]/m.exec(page) ?? [];
  const documented = [...table.matchAll(/`(keyfold_\w+)/g)].map(([, name = ""]) => name);
  const own = names.filter((name) => name.startsWith("keyfold_") && !/_(?:bucket|sum|count)$/.test(name));
  expect([...new Set(own)].sort()).toEqual([...new Set(documented)].sort());
});
