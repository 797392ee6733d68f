import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API, type Project } from "typescript/unstable/sync";

/**
 * Opens declaration files as TypeScript sees them, for as long as it works on them. It is the compiler that the repository has
 * already: tools for documentation need one of their own, and their pages leave out of a signature what its parameters are.
 */
export function withCompiler<T>(files: readonly string[], work: (project: Project) => T): T {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-exports-"));
  const api = new API();
  try {
    const config = join(folder, "tsconfig.json");
    const compilerOptions = { module: "nodenext", target: "es2024", noEmit: true, types: [] };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error("The compiler opened no project");
    return work(project);
  } finally {
    api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
