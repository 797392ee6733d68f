import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { Config } from "@keyfold/config";
import { canary, give } from "./given.ts";

const file = (port: string): string =>
  `# my app\n[server]\nport = ${port}\n\n[db]\npassword = ${JSON.stringify(canary)}\n`;
const configs: Config[] = [];
const warnings: string[] = [];

export function before(): void {
  writeFileSync("myapp.toml", file("8080"));
  give({
    useNow: (config: Config) => configs.push(config),
    log: { warn: (message: string) => warnings.push(message) },
  });
}

/** What was loaded with the schema keeps its secret, and what is followed notices both a good file and a broken one. */
export async function after({ config, watcher }: Record<string, unknown>): Promise<void> {
  console.log(config, JSON.stringify(config));
  const seen = async (list: unknown[]): Promise<void> => {
    while (list.length === 0) await new Promise(setImmediate);
  };
  writeFileSync("myapp.toml", file("9090"));
  await seen(configs);
  assert.equal(configs.at(-1)?.get("server.port"), 9090);
  writeFileSync("myapp.toml", file("= broken"));
  await seen(warnings);
  assert.match(warnings.at(-1) ?? "", /myapp\.toml/);
  (watcher as { close(): void }).close();
}
