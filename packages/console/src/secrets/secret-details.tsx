import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Actor } from "../audit/actor.tsx";
import {
  DeleteSecretDocument,
  RollbackSecretDocument,
  SecretVersionsDocument,
  WhoReadsDocument,
} from "../generated/operations.ts";
import { throughSentence } from "../people/grants.tsx";
import { folderAddress, go } from "../router.ts";
import { ask } from "../server/ask.ts";
import { hasRole, mayEdit, useSigned } from "../server/session.tsx";
import { type Answered, useAnswer } from "../server/use-answer.ts";
import { Confirm } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Fact, Head } from "../ui/parts.tsx";
import { exactly, visible, When, Written } from "../ui/text.tsx";
import { type Secret, useSecrets } from "./all-secrets.tsx";
import { DescribeDialog } from "./describe-dialog.tsx";
import { Due } from "./due.tsx";
import { SetDialog } from "./set-dialog.tsx";

type Open = "set" | "describe" | "remove" | { readonly version: number } | undefined;

/** One secret: what is known of it, its history, and who reads it. Its value is nowhere. */
export function SecretDetails({ name }: { name: string }): JSX.Element {
  const { secrets, error, reload } = useSecrets();
  const { person } = useSigned();
  const versions = useAnswer(SecretVersionsDocument, { name });
  const [open, setOpen] = useState<Open>();
  const secret = secrets?.find((one) => one.name === name);
  if (secrets === undefined) return <Awaited data={secrets} error={error} />;
  if (secret === undefined) {
    return (
      <Empty title="There is no such secret, or your grants don't cover it.">
        <a href="/secrets">All secrets</a>
      </Empty>
    );
  }
  const end = name.lastIndexOf("/");
  const folder = end === -1 ? "" : name.slice(0, end);
  const close = (): void => setOpen(undefined);
  const done = (): void => {
    close();
    reload();
    versions.reload();
  };
  const canWrite = mayEdit(person, name);
  return (
    <article class="secret">
      <nav class="path" aria-label="Folder">
        <a href="/secrets">Secrets</a>
        {foldersOf(folder).map((one) => (
          <a key={one} href={folderAddress(one)}>
            <bdi>{visible(one.slice(one.lastIndexOf("/") + 1))}</bdi>
          </a>
        ))}
      </nav>
      <Head title={visible(name.slice(end + 1))}>
        {canWrite && (
          <>
            <button type="button" class="quiet-danger" onClick={() => setOpen("remove")}>
              Remove
            </button>
            <button type="button" onClick={() => setOpen("describe")}>
              Describe
            </button>
            <button type="button" class="main" onClick={() => setOpen("set")}>
              Set a new value
            </button>
          </>
        )}
      </Head>
      <Facts secret={secret} />
      <div class="two">
        <History
          secret={secret}
          versions={versions}
          onRollback={canWrite ? (version) => setOpen({ version }) : undefined}
        />
        {hasRole(person, "admin", "auditor") && <Readers name={name} />}
      </div>
      {open === "set" && <SetDialog name={name} onClose={close} onSet={done} />}
      {open === "describe" && <DescribeDialog secret={secret} onClose={close} onDone={done} />}
      {open === "remove" && (
        <Confirm
          title={`Remove ${visible(name)}`}
          action="Remove"
          typed={name}
          onClose={close}
          onSend={async () => {
            await ask(DeleteSecretDocument, { input: { name } });
            reload();
            go(folderAddress(folder));
          }}
        >
          <p>Runs can't read it from now on. It can be restored for some days, with its versions.</p>
        </Confirm>
      )}
      {typeof open === "object" && (
        <Confirm
          title={`Roll back to version ${open.version}`}
          action="Roll back"
          onClose={close}
          onSend={async () => {
            await ask(RollbackSecretDocument, { input: { name, version: open.version } });
            done();
          }}
        >
          <p>
            The value of version {open.version} becomes version {secret.version + 1}. Nobody sees it.
          </p>
        </Confirm>
      )}
    </article>
  );
}

function foldersOf(folder: string): string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return parts.map((_part, at) => parts.slice(0, at + 1).join("/"));
}

function Facts({ secret }: { secret: Secret }): JSX.Element {
  const { note, owner, rotateBy, lastReadAt, updatedAt, updatedBy } = secret;
  return (
    <dl class="facts card">
      <Fact label="Note" wide>
        {note === null ? <span class="quiet">none</span> : <Written text={note} />}
      </Fact>
      <Fact label="Owner">
        {owner === null ? <span class="quiet">nobody</span> : <Written text={owner} class="clamped" />}
      </Fact>
      <Fact label="Replace by">{rotateBy === null ? <span class="quiet">no day</span> : <Due secret={secret} />}</Fact>
      <Fact label="Last read">
        <When at={lastReadAt} />
      </Fact>
      <Fact label="Set">
        <When at={updatedAt} /> by <Written text={updatedBy} />
      </Fact>
    </dl>
  );
}

type Versions = Answered<{
  secret: readonly { versions: readonly { version: number; createdAt: string; createdBy: string }[] }[];
}>;

function History({
  secret,
  versions: { data, error },
  onRollback,
}: {
  secret: Secret;
  versions: Versions;
  onRollback: ((version: number) => void) | undefined;
}): JSX.Element {
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Awaited data={data} error={error} />
      <ol class="history">
        {data?.secret[0]?.versions.map(({ version, createdAt, createdBy }) => (
          <li key={version}>
            <span class="version">v{version}</span>
            <span>
              <Written text={createdBy} />{" "}
              <time class="quiet" dateTime={createdAt}>
                {exactly(createdAt)}
              </time>
            </span>
            {version === secret.version ? (
              <Badge kind="good">newest</Badge>
            ) : (
              onRollback && (
                <button
                  type="button"
                  class="small"
                  aria-label={`Roll back to version ${version}`}
                  onClick={() => onRollback(version)}
                >
                  Roll back
                </button>
              )
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Readers({ name }: { name: string }): JSX.Element {
  const { data, error } = useAnswer(WhoReadsDocument, { name });
  return (
    <section class="card" aria-labelledby="readers">
      <h2 id="readers">Who can read it</h2>
      <Awaited data={data} error={error} />
      {data !== undefined && (
        <>
          {data.access.length === 0 ? (
            <p class="quiet">No credential opens runs that read it.</p>
          ) : (
            <ul class="plain-list">
              {data.access.map(({ id, name: who, through, kind }) => (
                <li key={`${id} ${through}`}>
                  <Written text={who} />
                  <span class="quiet">
                    {kind}: {throughSentence(through)}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <h3>Last reads</h3>
          {data.auditEvents.length === 0 ? (
            <p class="quiet">None in the log.</p>
          ) : (
            <ul class="plain-list">
              {data.auditEvents.map((event) => (
                <li key={event.id}>
                  <span>
                    <Actor event={event} />
                  </span>
                  <span class="quiet">
                    {event.outcome === "refused" && <Badge kind="bad">refused</Badge>} <When at={event.at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
          <a href={`/audit?${new URLSearchParams({ subject: name })}`}>All of it in the audit log</a>
        </>
      )}
    </section>
  );
}
