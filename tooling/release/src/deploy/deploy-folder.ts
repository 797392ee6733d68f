import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

/** The folder of what runs a server elsewhere. */
export const deployFolder: string = join(import.meta.dirname, "../../../../deploy");

/** A file of that folder. */
export function readDeployed(path: string): string {
  return readFileSync(join(deployFolder, path), "utf8");
}

/** Its files in YAML, but for the chart's templates, which are YAML only once they are rendered. */
export const manifests: string[] = globSync("**/*.{yaml,yml}", {
  cwd: deployFolder,
  exclude: ["**/node_modules/**", "**/templates/**"],
}).sort();

/**
 * The documents of a text in YAML.
 *
 * @throws YAMLParseError for the first that is none.
 */
export function readYaml(text: string): unknown[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS();
  });
}
