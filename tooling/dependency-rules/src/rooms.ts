import { dirname, join, relative, resolve, sep } from "node:path";
import { circlesOf, flowchart, type Graph, graphOf } from "./graph.ts";
import { isTest, type Package, root } from "./read-packages.ts";

/** One file of a package imports another, by their paths inside `src`. */
export type FileImport = readonly [from: string, to: string];

/** The imports between a package's own files, types included. Tests may import anything, and nobody writes generated code. */
export function fileImports({ folder, imports }: Package): FileImport[] {
  const src = join(folder, "src");
  return imports
    .filter(({ file, specifier }) => specifier.startsWith(".") && !isTest(file))
    .map(({ file, specifier }) => [join(root, file), resolve(root, dirname(file), specifier)] as const)
    .filter((ends) => ends.every((path) => path.startsWith(src + sep) && !path.includes("/generated/")))
    .map(([from, to]) => [relative(src, from), relative(src, to)]);
}

/**
 * The graph of what stands in one folder: its files, and its folders with all that is in them. `folder` ends in a slash;
 * without it, what stands in `src`.
 */
export function roomsOf(imports: readonly FileImport[], folder = ""): Graph {
  const entryOf = (path: string): string => path.slice(folder.length).split("/")[0] ?? "";
  return graphOf(
    imports
      .filter((ends) => ends.every((path) => path.startsWith(folder)))
      .map(([from, to]) => [entryOf(from), entryOf(to)] as const)
      .filter(([from, to]) => from !== to),
  );
}

/**
 * Every circle of imports: between files, and in each folder between the files and folders that stand in it. The latter
 * finds an import that runs up, from inside a folder to what imports that folder.
 */
export function circlesIn(imports: readonly FileImport[]): string[] {
  const folders = new Set(imports.flat().flatMap(foldersAbove));
  const ofFolders = [...folders].flatMap((folder) =>
    circlesOf(roomsOf(imports, folder)).map((circle) => circle.map((entry) => folder + entry)),
  );
  const circles = [...circlesOf(graphOf(imports)), ...ofFolders];
  return [...new Set(circles.map((circle) => circle.join(" ⇄ ")))];
}

/** `a/b/c.ts` stands in `a/b/`, in `a/` and in `src`, which is the empty string. */
function foldersAbove(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1)).concat("");
}

const picture = /(<!-- rooms of (\S+) -->\n)[\s\S]*?(?=<!-- end -->)/g;

/** A page with each picture between `<!-- rooms of FOLDER -->` and `<!-- end -->` drawn as the imports are now. */
export function withRooms(page: string, packages: readonly Package[]): string {
  return page.replace(picture, (_found, marker: string, folder: string) => {
    const drawn = packages.find((each) => relative(root, each.folder) === folder);
    if (drawn === undefined) throw new Error(`There is no package in ${folder}`);
    return `${marker}\`\`\`mermaid\n${flowchart(roomsOf(fileImports(drawn)))}\`\`\`\n`;
  });
}
