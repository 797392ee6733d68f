import { useEffect, useState } from "preact/hooks";

/** Where the page is. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const moved = "keyfold:moved";

/** Goes to an address of this page. */
export function go(address: string, how: "push" | "replace" = "push"): void {
  if (address === location.pathname + location.search) return;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  dispatchEvent(new Event(moved));
}

/** Where the page is; whoever uses it is drawn again when that changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const update = (): void => setPlace(read());
    addEventListener("popstate", update);
    addEventListener(moved, update);
    return () => {
      removeEventListener("popstate", update);
      removeEventListener(moved, update);
    };
  }, []);
  return place;
}

function read(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** Lets links of this page change what it shows without loading it anew; those of another kind are the browser's. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null || link.origin !== location.origin || link.hasAttribute("download") || link.target !== "") return;
    // Such a page is the server's, but none of this one.
    if (link.rel === "external") return;
    if (link.pathname + link.search === location.pathname + location.search && link.hash !== "") return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

/** The address of a folder with what is in it; an empty string is all. */
export function folderAddress(folder: string): string {
  return folder === "" ? "/secrets" : `/secrets/${encodePath(folder)}/`;
}

/** The address of a secret. */
export function secretAddress(name: string): string {
  // A browser takes these parts of a path for steps.
  const isPlain = name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  return isPlain ? `/secrets/${encodePath(name)}` : `/secrets?name=${encodeURIComponent(name)}`;
}

/** What an address under `/secrets` shows. */
export function readSecretsAddress({ path, query }: Place): {
  readonly folder: string;
  readonly name: string | undefined;
} {
  const asked = query.get("name");
  if (asked !== null) return { folder: "", name: asked };
  const rest = decodePath(path.slice("/secrets/".length));
  if (rest === "") return { folder: "", name: undefined };
  return rest.endsWith("/") ? { folder: rest.slice(0, -1), name: undefined } : { folder: "", name: rest };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
