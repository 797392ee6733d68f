import type { Claims } from "@keyfold/common/claims";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { DeleteTrustDocument, TrustsDocument, type TrustsQuery } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { hasRole, useSigned } from "../server/session.tsx";
import { useAnswer } from "../server/use-answer.ts";
import { Confirm } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Fact, Head } from "../ui/parts.tsx";
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
              <Fact label="Issuer">
                <Written text={trust.issuer} />
              </Fact>
              <Fact label="Audience">
                <Written text={trust.audience} />
              </Fact>
              {Object.entries(trust.claims as Claims).map(([claim, wanted]) => (
                <Fact key={claim} label={<Written text={claim} />}>
                  <Written text={[wanted].flat().map(String).join(" or ")} />
                </Fact>
              ))}
              {trust.tokenSeconds !== null && <Fact label="Signed in">for {duration(trust.tokenSeconds)}</Fact>}
              <Fact label="Created">
                <When at={trust.createdAt} /> by <Written text={trust.createdBy} />
              </Fact>
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
