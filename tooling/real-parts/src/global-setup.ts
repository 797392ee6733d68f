import type { TestProject } from "vitest/node";
import { installParts } from "./install-parts.ts";
import { startOpenBaoInMemory } from "./openbao.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** What the servers of this run keep their data in. */
    stores: "sqlite" | "postgres-and-openbao";
    /** The URL of a PostgreSQL server that the run's tests share; each asks for its own `emptyDatabase`. */
    postgresUrl: string;
    /** An OpenBao that the run's tests share; each team has a path of its own. */
    openBao: { url: string; rootToken: string };
  }
}

/** Around the tests of a project: a real PostgreSQL and a real OpenBao. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installParts();
  const [postgres, openBao] = await Promise.all([startPostgres(), startOpenBaoInMemory()]);
  project.provide("postgresUrl", postgres.url);
  project.provide("openBao", { url: openBao.url, rootToken: openBao.rootToken });
  return async () => {
    await Promise.all([postgres.remove(), openBao.remove()]);
  };
}
