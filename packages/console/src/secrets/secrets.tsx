import type { ComponentChildren, JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { go, readSecretsAddress, secretAddress, usePlace } from "../router.ts";
import { hasRole, useSigned } from "../server/session.tsx";
import { Empty, Failure, Head, SearchField, Waiting } from "../ui/parts.tsx";
import { count, SecretName, visible, When, Written } from "../ui/text.tsx";
import { useNarrow, VirtualRows } from "../ui/virtual-rows.tsx";
import { type Secret, useSecrets } from "./all-secrets.tsx";
import { Due } from "./due.tsx";
import { FolderTree } from "./folder-tree.tsx";
import { findSecrets, folderTree } from "./folders.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { RemovedSecrets } from "./removed-secrets.tsx";
import { SecretDetails } from "./secret-details.tsx";
import { SetDialog } from "./set-dialog.tsx";

/** The secrets by folder, one of them, or those that were removed. */
export function Secrets(): JSX.Element {
  const place = usePlace();
  const { name, folder } = readSecretsAddress(place);
  if (name !== undefined) return <SecretDetails key={name} name={name} />;
  if (place.query.has("removed")) return <RemovedSecrets />;
  return <SecretList folder={folder} />;
}

type Open = "set" | "import" | undefined;

function SecretList({ folder }: { folder: string }): JSX.Element {
  const { secrets, error, reload } = useSecrets();
  const { person } = useSigned();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open>();
  const tree = useMemo(() => folderTree((secrets ?? []).map(({ name }) => name)), [secrets]);
  const found = useMemo(() => findSecrets(secrets ?? [], folder, search), [secrets, folder, search]);
  const canWrite = hasRole(person, "admin", "editor");
  const close = (): void => setOpen(undefined);
  const done = (): void => {
    close();
    reload();
  };
  return (
    <>
      <Head title="Secrets">
        <a class="button" href="/secrets?removed">
          Removed
        </a>
        {canWrite && (
          <>
            <button type="button" onClick={() => setOpen("import")}>
              Import .env
            </button>
            <button type="button" class="main" onClick={() => setOpen("set")}>
              Set a secret
            </button>
          </>
        )}
      </Head>
      <Failure error={error} />
      {secrets === undefined ? (
        error === undefined && <Waiting />
      ) : secrets.length === 0 ? (
        <Empty title="No secrets yet.">
          {canWrite ? "Set the first one, or paste a .env file." : "None that your grants let you see."}
        </Empty>
      ) : (
        <div class="with-tree">
          <FolderTree root={tree} current={folder} />
          <section aria-label={folder === "" ? "All secrets" : `Secrets in ${visible(folder)}`}>
            <div class="search">
              <SearchField
                label="Search names"
                hint={folder === "" ? "Search names" : `Search in ${visible(folder)}`}
                value={search}
                onInput={setSearch}
              />
              <span class="quiet" role="status">
                {count(found.length, "secret")}
              </span>
            </div>
            {found.length === 0 ? (
              <Empty title="No name has all of these words." />
            ) : (
              <SecretRows secrets={found} folder={folder} />
            )}
          </section>
        </div>
      )}
      {open === "set" && (
        <SetDialog
          folder={folder}
          onClose={close}
          onSet={(name) => {
            done();
            go(secretAddress(name));
          }}
        />
      )}
      {open === "import" && <ImportDialog folder={folder} onClose={close} onSet={done} />}
    </>
  );
}

function SecretRows({ secrets, folder }: { secrets: readonly Secret[]; folder: string }): JSX.Element {
  const isNarrow = useNarrow();
  const cells = ({ name, ...secret }: Secret): ComponentChildren[] => {
    const link = (
      <a href={secretAddress(name)} title={visible(name)}>
        <SecretName name={name} within={folder} />
      </a>
    );
    const set = (
      <>
        <Written text={secret.updatedBy} />{" "}
        <span class="quiet">
          <When at={secret.updatedAt} />
        </span>
      </>
    );
    if (isNarrow)
      return [
        link,
        <>
          v{secret.version} · {set} <Due secret={secret} />
        </>,
      ];
    return [
      <>
        {link}
        {secret.note !== null && (
          <span class="quiet">
            {" "}
            <Written text={secret.note} />
          </span>
        )}
      </>,
      `v${secret.version}`,
      secret.owner === null ? <span class="quiet">–</span> : <Written text={secret.owner} />,
      <Due key="due" secret={secret} />,
      <When key="read" at={secret.lastReadAt} />,
      set,
    ];
  };
  return (
    <VirtualRows
      label="Secrets"
      kind={isNarrow ? "secrets-narrow" : "secrets-wide"}
      heads={isNarrow ? ["Name", "Set"] : ["Name", "Version", "Owner", "Due", "Last read", "Set by"]}
      items={secrets}
      rowHeight={isNarrow ? 60 : 44}
      keyOf={({ name }) => name}
      cells={cells}
    />
  );
}
