import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { record } from "./canary.ts";
import { freePort } from "./free-port.ts";
import { unlimitedTime } from "./keyfold-server.ts";
import { startInShell } from "./processes.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const packages = join(import.meta.dirname, "../../../packages");

/** A person types the value into the terminal then, which there is none of here. */
const asksForValue = /^keyfold secret set ("[^"]*"|\S+)( --json)?$/;

/** Somebody who types what a page says, in a home of their own where our commands are installed. */
export interface Reader {
  home: string;
  /** The port that the page's 4250 stands for. */
  port: number;
  env: Record<string, string>;
  /** What is pasted where a command asks for a token: the last one that a command has shown, or another. */
  token: string;
  /** Gives the reader a program: a shell script. */
  install(name: string, script: string): void;
  /** Types a command and gives what it printed; one that starts a server goes on until the test ends. Throws if it fails. */
  type(command: string): Promise<string>;
}

/** `value` is what is typed where a command asks for a secret's value. */
export async function newReader({ value = "" } = {}): Promise<Reader> {
  const home = temporaryFolder();
  const [port, bin] = [await freePort(), join(home, "bin")];
  mkdirSync(bin);
  const env: Record<string, string> = { HOME: home, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const install = (name: string, script: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  install("keyfold", `exec "${process.execPath}" "${join(packages, "cli/dist/main.js")}" "$@"`);
  install("keyfold-server", `exec "${process.execPath}" "${join(packages, "server/dist/main.js")}" "$@"`);
  symlinkSync(process.execPath, join(bin, "node"));

  const start = async (command: string): Promise<string> => {
    const elsewhere = command.includes("--config") ? {} : { KEYFOLD__SERVER__LISTEN: `127.0.0.1:${port}` };
    const options = { cwd: home, env: { ...env, ...unlimitedTime, ...elsewhere } };
    return (await startInShell(command, /listening on http\S+/, options)).found;
  };
  const type = async (command: string): Promise<string> => {
    if (command.startsWith("keyfold-server start")) return start(command);
    const printed = asksForValue.test(command)
      ? await shell(`${command} --stdin`, value, home, env)
      : await shell(command, command.startsWith("keyfold login") ? reader.token : "", home, env);
    reader.token = /keyfold_team_\S+/.exec(printed)?.[0] ?? reader.token;
    return printed;
  };
  const reader: Reader = { home, port, env, token: "", install, type };
  return reader;
}

function shell(command: string, input: string, cwd: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile("sh", ["-c", command], { cwd, env }, (error, stdout, stderr) => {
      record("reader", `${command}\n${stdout}${stderr}`);
      if (error) reject(new Error(`${command}: ${stdout}${stderr}`));
      else resolve(stdout);
    });
    // Most commands don't read what they are given.
    child.stdin?.on("error", () => {}).end(input);
  });
}
