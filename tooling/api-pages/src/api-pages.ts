import { basename } from "node:path";
import { type PublishedPackage, publishedPackages } from "@tooling/packed/published-packages";
import { type Door, pageOfPackage } from "./page-of-package.ts";
import { readExports } from "./read-exports.ts";

/** The page of each package that exports something, by its path in the repository. */
export function apiPages(): Map<string, string> {
  return new Map(
    publishedPackages
      .filter(({ doors }) => doors.length > 0)
      .map((published) => [
        `docs/api/${basename(published.folder)}.md`,
        pageOfPackage(published.name, doorsOf(published)),
      ]),
  );
}

/** What a package exports, each package by itself: one adds fields to the types of another. */
export function doorsOf({ doors }: PublishedPackage): Door[] {
  const exported = readExports(doors.map(({ types }) => types));
  return doors.map(({ specifier, types }) => ({ specifier, exported: exported.get(types) ?? [] }));
}
