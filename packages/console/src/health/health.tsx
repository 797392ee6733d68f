import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useMemo } from "preact/hooks";
import { AuditEventsDocument, TokensDocument } from "../generated/operations.ts";
import { secretAddress } from "../router.ts";
import { type Secret, useSecrets } from "../secrets/all-secrets.tsx";
import { hasRole, useSigned } from "../server/session.tsx";
import { useAnswer } from "../server/use-answer.ts";
import { Awaited, Empty, Failure, Head } from "../ui/parts.tsx";
import { count, SecretName, visible, When } from "../ui/text.tsx";

const Timeline = lazy(() => import("../ui/bars.tsx").then(({ Timeline: loaded }) => loaded));

const dayMs = 86_400_000;
/** Secrets of a list that are shown; the rest is counted. */
const maxShown = 8;
const sampled = 5000;
const refusedDays = 7;
/** Who has not signed in at the provider for so long has left, as far as can be told. */
const absentDays = 30;

/** What needs looking at: due, never read, unused, most read, set by people who left; and what was refused. */
export function Health(): JSX.Element {
  const { secrets, error } = useSecrets();
  const { person } = useSigned();
  const seesLog = hasRole(person, "admin", "auditor");
  if (secrets === undefined) return <Awaited data={secrets} error={error} />;
  const now = Date.now();
  const is = (at: string | null, before: number): boolean => at !== null && Date.parse(at) < before;
  const due = secrets
    .filter(({ rotateBy }) => is(rotateBy, now + 14 * dayMs))
    .sort((one, other) => String(one.rotateBy).localeCompare(String(other.rotateBy)));
  return (
    <>
      <Head title="Health" note="What a team's secrets need." />
      {seesLog && <Refusals />}
      {secrets.length === 0 ? (
        <Empty title="No secrets yet." />
      ) : (
        <div class="lists">
          <SecretsCard title="Due" none="Nothing is due in the next 14 days." secrets={due} what="rotateBy" />
          <SecretsCard
            title="Never read"
            none="Every secret was read."
            secrets={secrets.filter(({ lastReadAt }) => lastReadAt === null)}
            what="updatedAt"
            before="set "
          />
          <SecretsCard
            title="Not read for 90 days"
            none="Every secret that was read was read since."
            secrets={secrets.filter(({ lastReadAt }) => is(lastReadAt, now - 90 * dayMs))}
            what="lastReadAt"
          />
          {seesLog && <MostRead />}
          {seesLog && <OfPeopleWhoLeft secrets={secrets} />}
        </div>
      )}
    </>
  );
}

function SecretsCard({
  title,
  none,
  secrets,
  what,
  before = "",
}: {
  title: string;
  none: string;
  secrets: readonly Secret[];
  what: "rotateBy" | "updatedAt" | "lastReadAt";
  before?: string;
}): JSX.Element {
  return (
    <section class="card">
      <h2>
        {title} <span class="number">{secrets.length.toLocaleString("en")}</span>
      </h2>
      {secrets.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain-list">
        {secrets.slice(0, maxShown).map((secret) => (
          <li key={secret.name}>
            <a href={secretAddress(secret.name)} title={visible(secret.name)}>
              <SecretName name={secret.name} />
            </a>
            <span class="quiet">
              {before}
              <When at={secret[what]} />
            </span>
          </li>
        ))}
      </ul>
      {secrets.length > maxShown && <p class="quiet">and {count(secrets.length - maxShown, "other")}</p>}
    </section>
  );
}

function MostRead(): JSX.Element {
  const { data, error } = useAnswer(AuditEventsDocument, { where: { action: "secret.read" }, limit: sampled });
  const most = useMemo(() => {
    const reads = new Map<string, number>();
    for (const { subject, outcome } of data?.auditEvents ?? []) {
      if (outcome === "allowed" && subject !== null) reads.set(subject, (reads.get(subject) ?? 0) + 1);
    }
    return [...reads].sort(([, one], [, other]) => other - one).slice(0, maxShown);
  }, [data]);
  const max = most[0]?.[1] ?? 1;
  return (
    <section class="card">
      <h2>Read most</h2>
      <Awaited data={data} error={error} />
      {data !== undefined && most.length === 0 && <p class="quiet">No read is in the log.</p>}
      <ul class="plain-list">
        {most.map(([name, reads]) => (
          <li key={name} class="most">
            <a href={secretAddress(name)} title={visible(name)}>
              <SecretName name={name} />
            </a>
            <span class="number">{reads.toLocaleString("en")}</span>
            <progress max={max} value={reads} aria-label={`Reads of ${visible(name)}`} />
          </li>
        ))}
      </ul>
      {data !== undefined && most.length > 0 && (
        <p class="quiet">of the last {count(data.auditEvents.length, "read")} in the log</p>
      )}
    </section>
  );
}

function OfPeopleWhoLeft({ secrets }: { secrets: readonly Secret[] }): JSX.Element {
  const live = useAnswer(TokensDocument, { where: { live: true }, limit: 10_000 });
  const newest = useAnswer(TokensDocument, { limit: 10_000 });
  const left = useMemo(() => {
    const since = Date.now() - absentDays * dayMs;
    // Whoever signs in at a provider has a token for some hours only.
    const signedIn = (newest.data?.tokens ?? []).filter(
      ({ name, createdAt }) => name.startsWith("sso:") && Date.parse(createdAt) >= since,
    );
    const here = new Set([...(live.data?.tokens ?? []), ...signedIn].map(({ name }) => name));
    return secrets.filter(({ updatedBy }) => !here.has(updatedBy));
  }, [live.data, newest.data, secrets]);
  if (live.data === undefined) return <Awaited data={live.data} error={live.error} />;
  if (newest.data === undefined) return <Awaited data={newest.data} error={newest.error} />;
  return (
    <SecretsCard
      title="Set by people who left"
      none={`Whoever set a value has a token, or signed in within ${absentDays} days.`}
      secrets={left}
      what="updatedAt"
      before="set "
    />
  );
}

function Refusals(): JSX.Element {
  const since = useMemo(() => Date.now() - refusedDays * dayMs, []);
  const where = { outcome: "refused" as const, since: new Date(since).toISOString() };
  const { data, error } = useAnswer(AuditEventsDocument, { where, limit: 2000 });
  const events = useMemo(
    () => (data?.auditEvents ?? []).map(({ at }) => ({ at: Date.parse(at), isRefused: true })),
    [data],
  );
  return (
    <section class="card over-time" aria-labelledby="refusals">
      <h2 id="refusals">
        Refused in the last {refusedDays} days <span class="number">{events.length.toLocaleString("en")}</span>
      </h2>
      <Failure error={error} />
      {data !== undefined && events.length === 0 && <p class="quiet">Nothing was refused.</p>}
      {events.length > 0 && (
        <>
          <Suspense fallback={<div class="timeline-wait" />}>
            <Timeline label="Refused" events={events} from={since} until={since + refusedDays * dayMs} />
          </Suspense>
          <a href="/audit?outcome=refused&last=604800">Look at them in the log</a>
        </>
      )}
    </section>
  );
}
