import type { Claims } from "@keyfold/common/claims";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { DeleteTrustDocument, TrustsDocument, type TrustsQuery } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { hasRole, useSigned } from "../server/session.tsx";
import { useAnswer } from "../server/use-answer.ts";
import { Confirm } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Head } from "../ui/parts.tsx";
import { visible, When, Written } from "../ui/text.tsx";
import { problemOf } from "./claims.tsx";
import { CreateTrust } from "./create-trust.tsx";
import { duration, Grants } from "./grants.tsx";

type Trust = TrustsQuery["trusts"][number];

/** The team's trusts: whose signed tokens are taken, and for what. */
export function Trusts(): JSX.Element {
  const { person } = useSigned();
  const { data, error, reload } = useAnswer(TrustsDocument, {});
  const [isCreating, setCreating] = useState(false);
  const [deleted, setDeleted] = useState<Trust>();
  const canManage = hasRole(person, "admin");
  const done = (): void => {
    setCreating(false);
    setDeleted(undefined);
    reload();
  };
  return (
    <>
      <Head title="Trusts" note="Whose signed tokens are taken: programs and people without a stored credential.">
        {canManage && (
          <button type="button" class="main" onClick={() => setCreating(true)}>
            Create a trust
          </button>
        )}
      </Head>
      <Awaited data={data} error={error} />
      {data?.trusts.length === 0 && <Empty title="No trusts yet." />}
      <ul class="cards">
        {data?.trusts.map((trust) => (
          <li key={trust.id} class="card token">
            <div>
              <h2>
                <Written text={trust.name} />
                <Badge kind="plain">for {trust.for}</Badge>
                {trust.reusable && <Badge kind="warn">a token opens many runs</Badge>}
              </h2>
              <Grants grants={trust.grants} />
              <Problem trust={trust} />
            </div>
            <dl class="small-facts">
              <div>
                <dt>Issuer</dt>
                <dd>
                  <Written text={trust.issuer} />
                </dd>
              </div>
              <div>
                <dt>Audience</dt>
                <dd>
                  <Written text={trust.audience} />
                </dd>
              </div>
              {Object.entries(trust.claims as Claims).map(([claim, wanted]) => (
                <div key={claim}>
                  <dt>
                    <Written text={claim} />
                  </dt>
                  <dd>
                    <Written text={[wanted].flat().map(String).join(" or ")} />
                  </dd>
                </div>
              ))}
              {trust.tokenSeconds !== null && (
                <div>
                  <dt>Signed in</dt>
                  <dd>for {duration(trust.tokenSeconds)}</dd>
                </div>
              )}
              <div>
                <dt>Created</dt>
                <dd>
                  <When at={trust.createdAt} /> by <Written text={trust.createdBy} />
                </dd>
              </div>
            </dl>
            {canManage && (
              <button
                type="button"
                class="quiet-danger"
                aria-label={`Delete ${visible(trust.name)}`}
                onClick={() => setDeleted(trust)}
              >
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
      {isCreating && <CreateTrust onClose={() => setCreating(false)} onDone={done} />}
      {deleted !== undefined && (
        <Confirm
          title={`Delete ${visible(deleted.name)}`}
          action="Delete"
          onClose={() => setDeleted(undefined)}
          onSend={async () => {
            await ask(DeleteTrustDocument, { input: { id: deleted.id } });
            done();
          }}
        >
          <p>It lets nobody in from now on, and the runs that it opened end at once.</p>
        </Confirm>
      )}
    </>
  );
}

function Problem({ trust: { issuer, claims } }: { trust: Trust }): JSX.Element | null {
  const problem = problemOf(issuer, claims as Claims);
  return problem === undefined ? null : <p class="lint open">{problem}</p>;
}
