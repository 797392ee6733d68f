import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@tooling/vitest/free-port";
import { initServer } from "@tooling/vitest/keyfold-server";
import { runScript } from "@tooling/vitest/processes";
import { startProgram } from "@tooling/vitest/program";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import { deployFolder, readDeployed } from "./deploy-folder.ts";

const containerfile = readDeployed("Containerfile").replaceAll("\\\n", " ");

/** The list after an instruction, with the paths of this machine in place of the image's. */
function listOf(instruction: string): string[] {
  const [, list = "[]"] = new RegExp(`^${instruction}.*?(\\[.*\\])$`, "m").exec(containerfile) ?? [];
  const main = join(deployFolder, "../packages/server/dist/main.js");
  const replacements: Record<string, string> = { "/usr/local/bin/node": process.execPath, "/app/dist/main.js": main };
  return (JSON.parse(list) as string[]).map((word) => replacements[word] ?? word);
}

test("what the container starts serves, and its health check says so, and says when it does not", async () => {
  const folder = temporaryFolder();
  const { cert, key } = await selfSignedCertificate("keyfold.example");
  writeFileSync(join(folder, "cert.pem"), cert);
  writeFileSync(join(folder, "key.pem"), key, { mode: 0o600 });
  await initServer(join(folder, "data"));
  const [, variables = ""] = /^ENV (.*)$/m.exec(containerfile) ?? [];
  const env = {
    ...Object.fromEntries(variables.split(" ").map((pair) => pair.split("=") as [string, string])),
    KEYFOLD__SERVER__DATA: join(folder, "data"),
    KEYFOLD__SERVER__LISTEN: `0.0.0.0:${await freePort()}`,
    KEYFOLD__SERVER__TLS_CERT: join(folder, "cert.pem"),
    KEYFOLD__SERVER__TLS_KEY: join(folder, "key.pem"),
  };
  const [node = "", ...args] = [...listOf("ENTRYPOINT"), ...listOf("CMD")];
  const atEnd = (stop: () => Promise<void>): void => onTestFinished(stop);
  const server = await startProgram(node, args, /listening on https/, { env, atEnd });
  const [, script = "", ...health] = listOf("HEALTHCHECK");
  expect(await runScript(script, health, { env })).toMatchObject({ code: 0, stdout: '{"status":"ok"}\n', stderr: "" });
  expect(await runScript(script, [...health, "--ready"], { env })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"audit":"ok"'),
  });
  await server.stop();
  expect(await runScript(script, health, { env })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("does not answer"),
  });
});
