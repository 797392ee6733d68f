import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const root: string = join(import.meta.dirname, "../../..");

export interface PublishedPackage {
  name: string;
  folder: string;
  /** What may be imported, with its declarations: `@keyfold/client/logins` and where its `.d.ts` is. */
  doors: { specifier: string; types: string }[];
}

/** Every package of the repository that is published, as it is built now. */
export const publishedPackages: PublishedPackage[] = globSync("packages/*/package.json", { cwd: root })
  .sort()
  .flatMap((file) => {
    const folder = join(root, dirname(file));
    const { name, exports, ...manifest } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
      name: string;
      private?: boolean;
      exports: Record<string, string | { types: string }>;
    };
    if (manifest.private) return [];
    const doors = Object.entries(exports).flatMap(([path, door]) =>
      typeof door === "string" ? [] : [{ specifier: join(name, path), types: join(folder, door.types) }],
    );
    return { name, folder, doors };
  });
