/**
 * The full names that a name may stand for in a folder, in the order in which they are looked for: in the folder itself,
 * then in each around it.
 *
 * @param folder - for example `prod/orders`; null: the name is a full name.
 * @param asked - the name as the program asks for it; in a folder, one with `/` in front is a full name.
 */
export function fullNames(folder: string | null, asked: string): readonly string[] {
  if (folder === null) return [asked];
  if (asked.startsWith("/")) return [asked.slice(1)];
  const names: string[] = [];
  for (let end = folder.length; end > 0; end = folder.lastIndexOf("/", end - 1)) {
    names.push(`${folder.slice(0, end)}/${asked}`);
  }
  return [...names, asked];
}

/** The folders that a full name is in, each with its `/`: `prod/` and `prod/orders/` for `prod/orders/db url`. */
export function foldersAround(name: string): string[] {
  const folders: string[] = [];
  for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) folders.push(name.slice(0, at + 1));
  return folders;
}
