import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { initServer, type RunningServer, startOver, unlimitedTime } from "@tooling/vitest/keyfold-server";
import { type Printed, spawnProgram } from "@tooling/vitest/program";
import { show } from "./story.ts";

const require = createRequire(import.meta.url);

export interface Finished extends Printed {
  code: number | null;
}

/** The world of the story: an empty home folder, the programs in `apps`, the two commands, and what they left running. */
export class Stage implements AsyncDisposable {
  readonly home: string = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-demo-"));
  #server: RunningServer | undefined;

  /** Writes the person's own configuration file and shows it. */
  writeUserConfig(toml: string): string {
    const file = join(this.home, ".keyfold", "config.toml");
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, toml, { mode: 0o600 });
    show(`~/.keyfold/config.toml\n\n${toml.trim().replace(/^/gm, "  ")}`);
    return file;
  }

  removeUserConfig(): void {
    rmSync(join(this.home, ".keyfold"), { recursive: true, force: true });
  }

  /** Shows a program of `apps` and runs it as a user would. */
  async runApp(name: string, env: Record<string, string> = {}): Promise<Finished> {
    const file = join(import.meta.dirname, "apps", name);
    show(`${variables(env)}node ${name}\n\n${readFileSync(file, "utf8").trim().replace(/^/gm, "  ")}`);
    return this.#run([file], env);
  }

  /** Types a `keyfold` command, which may be given a value. */
  async keyfold(args: readonly string[], env: Record<string, string> = {}, input?: string): Promise<Finished> {
    const typed = `${variables(env)}keyfold ${args.map((arg) => this.#typed(arg)).join(" ")}`;
    show(typed.replaceAll(this.home, "~"));
    return this.#run([commandOf("keyfold", "keyfold"), ...args], env, input);
  }

  /** Prepares and starts a server in an empty folder, on a port of its own. */
  async startServer(): Promise<RunningServer> {
    const data = join(this.home, "keyfold-data");
    const command = [process.execPath, commandOf("@keyfold/server", "keyfold-server")] as const;
    const options = { command, cwd: this.home, env: { HOME: this.home, NO_COLOR: "1" } };
    show("keyfold-server init --data keyfold-data --json");
    const prepared = await initServer(data, options);
    show("keyfold-server start --data keyfold-data --listen 127.0.0.1:0");
    this.#server = await startOver(prepared, [], { ...options, env: { ...options.env, ...unlimitedTime } });
    return this.#server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  async #run(args: readonly string[], env: Record<string, string>, input?: string): Promise<Finished> {
    const options = { cwd: this.home, env: { HOME: this.home, NO_COLOR: "1", ...env } };
    const { child, printed } = spawnProgram(process.execPath, args, options);
    child.stdin?.end(input);
    const [code] = (await once(child, "close")) as [number | null];
    const { stdout, stderr } = printed();
    return { code, stdout, stderr: stderr.replaceAll(this.home, "~") };
  }

  #typed(arg: string): string {
    const short = arg === process.execPath ? "node" : arg;
    const file = relative(join(import.meta.dirname, "apps"), short);
    const shown = file.startsWith("..") ? short : file;
    return /[\s"]/.test(shown) ? `'${shown}'` : shown;
  }
}

/** The path of a program of `apps`, for a command that takes one. */
export function app(name: string): string {
  return join(import.meta.dirname, "apps", name);
}

/** The file behind a package's command. */
function commandOf(packageName: string, bin: string): string {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin: commands } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
  return join(dirname(manifest), commands[bin] ?? "");
}

/** The variables before a command, tokens shortened to what tells their kind. */
function variables(env: Record<string, string>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value.replace(/^(keyfold_\w+?_).*$/, "$1…")} `)
    .join("");
}
