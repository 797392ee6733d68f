import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { folderAddress } from "../router.ts";
import { visible } from "../ui/text.tsx";
import type { Folder } from "./folders.ts";

/** Folders of one folder that are drawn: those beyond are found by searching. */
const maxDrawn = 200;

/** The folders as a tree of links. Those around the current one are open. */
export function FolderTree({ root, current }: { root: Folder; current: string }): JSX.Element {
  return (
    <nav class="tree" aria-label="Folders">
      <a href={folderAddress("")} aria-current={current === "" ? "true" : undefined}>
        <span>All secrets</span>
        <span class="number">{root.secrets.toLocaleString("en")}</span>
      </a>
      <Branches folders={root.folders} current={current} />
    </nav>
  );
}

function Branches({ folders, current }: { folders: Folder["folders"]; current: string }): JSX.Element {
  const all = [...folders.values()];
  return (
    <ul>
      {all.slice(0, maxDrawn).map((folder) => (
        <Branch key={folder.folder} folder={folder} current={current} />
      ))}
      {all.length > maxDrawn && <li class="quiet more">{all.length - maxDrawn} more: search for them</li>}
    </ul>
  );
}

function Branch({ folder, current }: { folder: Folder; current: string }): JSX.Element {
  const isAround = current === folder.folder || current.startsWith(`${folder.folder}/`);
  const [isOpen, setOpen] = useState(isAround);
  const shows = folder.folders.size > 0;
  return (
    <li>
      <div class="branch">
        {shows ? (
          <button
            type="button"
            class="bare turn"
            aria-expanded={isOpen}
            aria-label={`Folders in ${visible(folder.folder)}`}
            onClick={() => setOpen(!isOpen)}
          >
            ›
          </button>
        ) : (
          <span class="turn" />
        )}
        <a
          href={folderAddress(folder.folder)}
          aria-current={current === folder.folder ? "true" : undefined}
          onClick={() => setOpen(true)}
        >
          <bdi>{visible(folder.part)}</bdi>
          <span class="number">{folder.secrets.toLocaleString("en")}</span>
        </a>
      </div>
      {shows && isOpen && <Branches folders={folder.folders} current={current} />}
    </li>
  );
}
