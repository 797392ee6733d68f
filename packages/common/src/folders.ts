/** What a program in a folder asks for to get a full name, unless another in a folder further in hides it. */
export function askedName(folder: string | null, fullName: string): string {
  if (folder === null) return fullName;
  for (let end = folder.length; end > 0; end = folder.lastIndexOf("/", end - 1)) {
    const prefix = `${folder.slice(0, end)}/`;
    if (fullName.startsWith(prefix)) return relative(fullName, fullName.slice(prefix.length));
  }
  return relative(fullName, fullName);
}

function relative(fullName: string, rest: string): string {
  return rest === "" || rest.startsWith("/") ? `/${fullName}` : rest;
}
