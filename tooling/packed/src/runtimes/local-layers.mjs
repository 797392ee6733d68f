// What a service does with the local layers, in plain JavaScript, so that every runtime can run it as it is.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { ConfigError, loadConfig, loadConfigAsync } from "@keyfold/config";
import { context } from "@keyfold/context";
import { Secret, SecretNotFoundError, withRun } from "@keyfold/secret";

const folder = mkdtempSync(join(tmpdir(), "keyfold-local-layers-"));
try {
  const file = join(folder, "config.toml");
  writeFileSync(
    file,
    `[server]\nport = 8080\nurl = "http://\${server.host}:\${server.port}"\nhost = "$HOST_NAME"\n\n[context.secrets]\nKEY = "VALUE"\n`,
    { mode: 0o600 },
  );
  const options = { files: [file], env: { HOST_NAME: "example", KEYFOLD__SERVER__PORT: "9090" } };

  const config = loadConfig(options);
  assert.equal(config.get("server.url"), "http://example:9090");
  assert.deepEqual(config.origin("server.port"), { kind: "variable", name: "KEYFOLD__SERVER__PORT" });
  assert.deepEqual(config.origin("server.host"), { kind: "file", path: file, line: 4 });
  assert.deepEqual((await loadConfigAsync(options)).values, config.values);
  assert.ok(!inspect(config.values, { depth: 9 }).includes("VALUE"));
  assert.ok(!JSON.stringify(config.values).includes("VALUE"));

  writeFileSync(file, "[context.secrets]\nKEY = VALUE\n");
  assert.throws(
    () => loadConfig(options),
    (error) => error instanceof ConfigError && error.line === 2 && error.column === 7,
  );

  await context.run({ config }, async () => {
    assert.equal(context.secrets.KEY, "VALUE");
    assert.equal(await new Secret("KEY").get(), "VALUE");
    assert.equal(await withRun({ allow: ["KEY"], ttlSeconds: 60 }, () => new Secret("KEY").get()), "VALUE");
    await assert.rejects(new Secret("nope").get(), SecretNotFoundError);
    const seen = await Promise.all(
      ["a", "b", "c"].map((value) =>
        context.run({ secrets: { KEY: value } }, async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return context.secrets.KEY;
        }),
      ),
    );
    assert.deepEqual(seen, ["a", "b", "c"]);
    assert.ok(!inspect(context.secrets, { showHidden: true, showProxy: true }).includes("VALUE"));
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log("the local layers work");
