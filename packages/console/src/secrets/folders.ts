/** A folder of the tree, with those in it. */
export interface Folder {
  /** The last part of its name. */
  readonly part: string;
  readonly folder: string;
  /** How many secrets are in it and in those in it. */
  secrets: number;
  readonly folders: Map<string, Folder>;
}

/** The folders of some names; the root is the whole team. */
export function folderTree(names: readonly string[]): Folder {
  const root: Folder = { part: "", folder: "", secrets: 0, folders: new Map() };
  for (const name of names) {
    let at = root;
    at.secrets += 1;
    for (let end = name.indexOf("/"); end !== -1; end = name.indexOf("/", end + 1)) {
      const folder = name.slice(0, end);
      const part = folder.slice(at === root ? 0 : at.folder.length + 1);
      let next = at.folders.get(part);
      if (next === undefined) {
        next = { part, folder, secrets: 0, folders: new Map() };
        at.folders.set(part, next);
      }
      next.secrets += 1;
      at = next;
    }
  }
  return root;
}

/** Those whose names are in a folder and hold all words of a search, whatever the case. */
export function findSecrets<Secret extends { readonly name: string }>(
  secrets: readonly Secret[],
  folder: string,
  search: string,
): readonly Secret[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const prefix = folder === "" ? "" : `${folder}/`;
  if (words.length === 0 && prefix === "") return secrets;
  return secrets.filter(({ name }) => {
    if (!name.startsWith(prefix)) return false;
    const lower = words.length === 0 ? "" : name.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
