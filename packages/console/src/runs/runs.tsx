import type { ComponentChildren, JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { AuditEventsDocument, EndRunDocument, RunsDocument, type RunsQuery } from "../generated/operations.ts";
import { listed } from "../people/grants.tsx";
import { ask } from "../server/ask.ts";
import { hasRole, useSigned } from "../server/session.tsx";
import { liveMs, useAnswer } from "../server/use-answer.ts";
import { type Closable, Confirm, Dialog } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Fact, Head, SearchField, type Shown, ShownChoice } from "../ui/parts.tsx";
import { count, exactly, fromNow, visible, When, Written } from "../ui/text.tsx";
import { useNarrow, VirtualRows } from "../ui/virtual-rows.tsx";

type Run = RunsQuery["runs"][number];
type Open = { readonly what: "show" | "end"; readonly run: Run };

/** As many as are listed; those beyond are older. */
const maxRuns = 2000;

/** The runs: who opened each, what it may read, and what it did. */
export function Runs(): JSX.Element {
  const { person } = useSigned();
  const [shown, setShown] = useState<Shown>("live");
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open>();
  const where = shown === "live" ? { live: true } : {};
  const { data, error, reload } = useAnswer(RunsDocument, { where, limit: maxRuns }, liveMs);
  const found = useMemo(() => findRuns(data?.runs ?? [], search), [data, search]);
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Head title="Runs" note="Only these read values, each for as long as it lives." />
      <div class="search">
        <ShownChoice value={shown} onChange={setShown} />
        <SearchField label="Search runs" hint="Opener, label or folder" value={search} onInput={setSearch} />
        <span class="quiet" role="status">
          {data !== undefined && count(found.length, "run")}
        </span>
      </div>
      <Awaited data={data} error={error} />
      {data !== undefined && found.length === 0 && (
        <Empty
          title={search !== "" ? "No run has this." : shown === "live" ? "No run is live." : "No run was opened yet."}
        />
      )}
      {found.length > 0 && <RunRows runs={found} canEnd={hasRole(person, "admin")} onOpen={setOpen} />}
      {open?.what === "show" && <RunDialog run={open.run} onClose={close} />}
      {open?.what === "end" && (
        <Confirm
          title="End this run"
          action="End it"
          onClose={close}
          onSend={async () => {
            await ask(EndRunDocument, { input: { id: open.run.id } });
            close();
            reload();
          }}
        >
          <p>
            Opened by <Written text={open.run.openedBy} />, {fromNow(open.run.openedAt)}. It reads nothing from now on.
          </p>
        </Confirm>
      )}
    </>
  );
}

function findRuns(runs: readonly Run[], search: string): readonly Run[] {
  const text = search.trim().toLowerCase();
  if (text === "") return runs;
  return runs.filter(({ id, label, folder, openedBy }) =>
    [id, label, folder, openedBy].some((one) => one?.toLowerCase().includes(text)),
  );
}

interface RunRowsProps {
  readonly runs: readonly Run[];
  readonly canEnd: boolean;
  readonly onOpen: (open: Open) => void;
}

function RunRows({ runs, canEnd, onOpen }: RunRowsProps): JSX.Element {
  const isNarrow = useNarrow();
  const cells = (run: Run): ComponentChildren[] => {
    const title = (
      <button type="button" class="link" onClick={() => onOpen({ what: "show", run })}>
        {run.label === null ? <span>run {run.id.slice(0, 8)}</span> : <Written text={run.label} />}
      </button>
    );
    const end =
      run.live && canEnd ? (
        <button
          type="button"
          class="small"
          aria-label={`End the run ${visible(run.label ?? run.id)}`}
          onClick={() => onOpen({ what: "end", run })}
        >
          End
        </button>
      ) : null;
    if (isNarrow)
      return [
        title,
        <span key="by">
          <Written text={run.openedBy} /> · <State run={run} />
        </span>,
        end,
      ];
    const may = mayRead(run);
    return [
      title,
      <Written key="by" text={run.openedBy} />,
      run.folder === null ? <span class="quiet">–</span> : <Written text={run.folder} />,
      <span key="may" title={may}>
        {may}
      </span>,
      <When key="opened" at={run.openedAt} />,
      <State key="state" run={run} />,
      end,
    ];
  };
  return (
    <VirtualRows
      label="Runs"
      kind={isNarrow ? "runs-narrow" : "runs-wide"}
      heads={isNarrow ? ["Run", "Opened by", "End"] : ["Run", "Opened by", "Folder", "May", "Opened", "State", "End"]}
      items={runs}
      rowHeight={isNarrow ? 60 : 44}
      keyOf={({ id }) => id}
      cells={cells}
    />
  );
}

function State({ run: { live, endedAt, expiresAt } }: { run: Run }): JSX.Element {
  if (live) return <Badge kind="good">ends {fromNow(expiresAt)}</Badge>;
  return <Badge kind="plain">{endedAt === null ? `expired ${fromNow(expiresAt)}` : `ended ${fromNow(endedAt)}`}</Badge>;
}

/** What a run may read, in words. */
function mayRead({ allow, names, uses }: Run): string {
  const used = (uses ?? []).map(({ name, host }) => `${visible(name)} at ${visible(host)}`);
  const use = used.length === 0 ? "" : `use ${used.slice(0, 3).join(", ")}${used.length > 3 ? " and more" : ""}`;
  if (allow !== null && allow.length === 0) return use || "read nothing";
  return [`read ${listed(allow ?? names)}`, use].filter((part) => part !== "").join("; ");
}

/** A run in full, with what it read. */
function RunDialog({ run, onClose }: Closable & { run: Run }): JSX.Element {
  const { data, error } = useAnswer(AuditEventsDocument, { where: { actor: `run:${run.id}` }, limit: 200 });
  return (
    <Dialog title={run.label === null ? `Run ${run.id.slice(0, 8)}` : visible(run.label)} wide onClose={onClose}>
      <div class="dialog-body">
        <dl class="facts">
          <Fact label="Id" wide>
            <code>{run.id}</code>
          </Fact>
          <Fact label="Opened">
            {exactly(run.openedAt)} by <Written text={run.openedBy} />
          </Fact>
          <Fact label="State">
            <State run={run} />
          </Fact>
          <Fact label="May" wide>
            {mayRead(run)}
            {run.folder !== null && (
              <>
                {" "}
                from <Written text={run.folder} />
              </>
            )}
          </Fact>
        </dl>
        <h3>What it did</h3>
        <Awaited data={data} error={error} />
        {data?.auditEvents.length === 0 && <p class="quiet">Nothing is in the log.</p>}
        <ul class="plain-list">
          {data?.auditEvents.map(({ id, at, action, subject, outcome, code }) => (
            <li key={id}>
              <span>
                <span class="quiet">{action}</span> {subject !== null && <Written text={subject} />}
                {outcome === "refused" && <Badge kind="bad">{code ?? "refused"}</Badge>}
              </span>
              <When at={at} />
            </li>
          ))}
        </ul>
      </div>
      <div class="dialog-foot">
        <button type="button" class="main" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
