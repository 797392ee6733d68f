import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Config, ConfigWatcher } from "@keyfold/config";
import { canary, give } from "./given.ts";

const events = new EventEmitter();

export function before(): void {
  write("8080");
  give({
    useNow: (config: Config) => events.emit("config", config),
    log: { warn: (message: string) => events.emit("warning", message) },
  });
}

/** What was loaded with the schema is frozen and prints no secret; a good file and a broken one are noticed. */
export async function after({ config, watcher }: { config: Config; watcher: ConfigWatcher }): Promise<void> {
  assert.ok(Object.isFrozen(config.values) && Object.isFrozen(config.values.server));
  assert.equal(JSON.stringify(config.values), '{"server":{"port":8080},"db":{"password":"<secret>"}}');
  console.log(config.values);
  const changed = once(events, "config");
  write("9090");
  assert.equal((await changed)[0].get("server.port"), 9090);
  const warned = once(events, "warning");
  write("= broken");
  assert.match((await warned)[0], /myapp\.toml/);
  watcher.close();
}

function write(port: string): void {
  writeFileSync("myapp.toml", `# my app\n[server]\nport = ${port}\n\n[db]\npassword = ${JSON.stringify(canary)}\n`);
}
