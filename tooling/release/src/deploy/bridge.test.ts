import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { canary } from "@tooling/vitest/canary";
import { startScript, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { deployFolder, readDeployed, readYaml } from "./deploy-folder.ts";

interface Manifest {
  readonly kind: string;
  readonly data: Record<string, string>;
  readonly spec: {
    readonly template: { spec: { containers: { command: string[]; args: string[] }[] } };
    readonly provider: { webhook: { url: string } };
  };
}

/** As the operator puts a key into a URL: by Go's url.QueryEscape. */
function queryEscape(key: string): string {
  return encodeURIComponent(key).replaceAll("%20", "+");
}

test("the bridge for External Secrets Operator answers with what its run allows, and with nothing once that has ended", async () => {
  const { url, adminToken } = await startServer();
  const admin = createClient({ url, token: adminToken });
  const secret = { name: "prod/orders/db url", value: canary };
  await admin.setSecrets([secret, { ...secret, name: "prod/orders/other" }]);
  const manifest = readYaml(readDeployed("kubernetes/external-secrets.yaml")) as Manifest[];
  const program = manifest.find(({ kind }) => kind === "ConfigMap")?.data["bridge.mjs"] ?? "";
  const [container] = manifest.find(({ kind }) => kind === "Deployment")?.spec.template.spec.containers ?? [];
  const folder = temporaryFolder();
  writeFileSync(join(folder, "bridge.mjs"), program);
  mkdirSync(join(folder, "node_modules/@keyfold"), { recursive: true });
  const packages = join(deployFolder, "../packages");
  symlinkSync(join(packages, "secret"), join(folder, "node_modules/@keyfold/secret"));
  const [, ...typed] = container?.command ?? [];
  const args = [...typed, process.execPath, ...(container?.args.slice(1) ?? [])];
  const env = { KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: adminToken, PORT: "0" };
  const bridge = await startScript(join(packages, "cli/dist/main.js"), /bridge on (\d+)/, { args, cwd: folder, env });
  const template = manifest.find(({ kind }) => kind === "SecretStore")?.spec.provider.webhook.url ?? "";
  const get = async (key: string): Promise<[number, unknown]> => {
    const { pathname, search } = new URL(template.replace("{{ .remoteRef.key }}", queryEscape(key)));
    const response = await fetch(`http://127.0.0.1:${bridge.found}${pathname}${search}`);
    return [response.status, await response.json()];
  };
  expect(await get("db url")).toEqual([200, { value: canary }]);
  expect(await get("other")).toEqual([502, { code: "SECRET_FORBIDDEN" }]);
  await admin.setSecret({ ...secret, value: [1.5] });
  expect(await get("db url")).toEqual([200, { value: "[1.5]" }]);
  const [run] = await admin.runs();
  expect(run?.label).toBe("external-secrets");
  await admin.endRun({ id: String(run?.id) });
  expect(await get("db url")).toEqual([502, { code: "RUN_ENDED" }]);
});
