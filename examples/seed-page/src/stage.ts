import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { show } from "./story.ts";

const require = createRequire(import.meta.url);

export interface Printed {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Server {
  url: string;
  /** The admin token that `init` printed. */
  adminToken: string;
}

/** The world of the story: an empty home folder, the programs in `apps`, the two commands, and what they left running. */
export class Stage implements AsyncDisposable {
  readonly home: string = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-demo-"));
  #server: ChildProcess | undefined;

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
  async runApp(name: string, env: Record<string, string> = {}): Promise<Printed> {
    const file = join(import.meta.dirname, "apps", name);
    show(`${variables(env)}node ${name}\n\n${readFileSync(file, "utf8").trim().replace(/^/gm, "  ")}`);
    return this.#run([file], env);
  }

  /** Types a `keyfold` command. */
  async keyfold(args: readonly string[], env: Record<string, string> = {}): Promise<Printed> {
    show(`${variables(env)}keyfold ${args.map((arg) => this.#typed(arg)).join(" ")}`);
    return this.#run([command("keyfold", "keyfold"), ...args], env);
  }

  /** Prepares and starts a server in an empty folder, on a port of its own. */
  async startServer(): Promise<Server> {
    const data = join(this.home, "keyfold-data");
    show("keyfold-server init --data keyfold-data --json");
    const init = await this.#run([command("@keyfold/server", "keyfold-server"), "init", "--data", data, "--json"], {});
    if (init.code !== 0) throw new Error(`keyfold-server init: ${init.stderr}`);
    const { token } = JSON.parse(init.stdout) as { token: string };
    show("keyfold-server start --data keyfold-data --listen 127.0.0.1:0");
    this.#server = this.#spawn(
      [command("@keyfold/server", "keyfold-server"), "start", "--data", data, "--listen", "127.0.0.1:0"],
      {},
    );
    return { adminToken: token, url: await listeningAt(this.#server) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server;
    if (server && server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      await once(server, "close");
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  async #run(args: readonly string[], env: Record<string, string>): Promise<Printed> {
    const child = this.#spawn(args, env);
    child.stdin?.end();
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr: stderr.replaceAll(this.home, "~") };
  }

  #spawn(args: readonly string[], env: Record<string, string>): ChildProcess {
    return spawn(process.execPath, args, {
      cwd: this.home,
      env: { HOME: this.home, PATH: process.env.PATH ?? "", NO_COLOR: "1", ...env },
      stdio: "pipe",
    });
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
function command(packageName: string, bin: string): string {
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

async function listeningAt(server: ChildProcess): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const url = /listening on (http:\/\/\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    server.once("close", (code) => reject(new Error(`keyfold-server ended with ${code}: ${output}`)));
  });
}
