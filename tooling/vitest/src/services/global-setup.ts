import type { TestProject } from "vitest/node";
import { installServices } from "./install-services.ts";
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

interface SharedServices {
  users: number;
  readonly started: ReturnType<typeof start>;
}

/** Every project of a run loads this file anew, in one process. */
const run = globalThis as { keyfoldServices?: SharedServices };

/** Around the tests of a project: a real PostgreSQL and a real OpenBao, which all projects of a run share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.keyfoldServices ??= { users: 0, started: start() };
  const shared = run.keyfoldServices;
  shared.users += 1;
  const { postgres, openBao } = await shared.started;
  project.provide("postgresUrl", postgres.url);
  project.provide("openBao", { url: openBao.url, rootToken: openBao.rootToken });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete run.keyfoldServices;
    await Promise.all([postgres.remove(), openBao.remove()]);
  };
}

async function start() {
  await installServices();
  const starting = [startPostgres(), startOpenBaoInMemory()] as const;
  try {
    const [postgres, openBao] = await Promise.all(starting);
    return { postgres, openBao };
  } catch (error) {
    // Where one can't start, the other must not stay behind.
    await Promise.allSettled(starting.map(async (service) => (await service).remove()));
    throw error;
  }
}
