import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { RevokeTokenDocument, TokensDocument, type TokensQuery } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { hasRole, useSigned } from "../server/session.tsx";
import { useAnswer } from "../server/use-answer.ts";
import { Confirm } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Fact, Head, type Shown, ShownChoice } from "../ui/parts.tsx";
import { visible, When, Written } from "../ui/text.tsx";
import { CreateToken } from "./create-token.tsx";
import { Grants } from "./grants.tsx";

type Token = TokensQuery["tokens"][number];

/** The team's tokens: whose they are, and what each may do. */
export function Tokens(): JSX.Element {
  const { person } = useSigned();
  const [shown, setShown] = useState<Shown>("live");
  const where = shown === "live" ? { live: true } : {};
  const { data, error, reload } = useAnswer(TokensDocument, { where, limit: 1000 });
  const [isCreating, setCreating] = useState(false);
  const [revoked, setRevoked] = useState<Token>();
  const canManage = hasRole(person, "admin");
  const done = (): void => {
    setCreating(false);
    setRevoked(undefined);
    reload();
  };
  return (
    <>
      <Head title="Tokens" note="What people and machines hold, and what each may do.">
        {canManage && (
          <button type="button" class="main" onClick={() => setCreating(true)}>
            Create a token
          </button>
        )}
      </Head>
      <ShownChoice value={shown} onChange={setShown} />
      <Awaited data={data} error={error} />
      {data?.tokens.length === 0 && <Empty title="No tokens." />}
      <ul class="cards">
        {data?.tokens.map((token) => (
          <li key={token.id} class="card token">
            <div>
              <h2>
                <Written text={token.name} />
                <State token={token} />
              </h2>
              <Grants grants={token.grants} />
            </div>
            <dl class="small-facts">
              <Fact label="Last used">
                <When at={token.lastUsedAt} />
              </Fact>
              <Fact label="Ends">
                <When at={token.expiresAt} />
              </Fact>
              <Fact label="Created">
                <When at={token.createdAt} />
                {token.createdBy !== null && (
                  <>
                    {" "}
                    by <Written text={token.createdBy} />
                  </>
                )}
              </Fact>
            </dl>
            {canManage && token.revokedAt === null ? (
              <button
                type="button"
                class="quiet-danger"
                aria-label={`Revoke ${visible(token.name)}`}
                onClick={() => setRevoked(token)}
              >
                Revoke
              </button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
      {isCreating && <CreateToken onClose={done} />}
      {revoked !== undefined && (
        <Confirm
          title={`Revoke ${visible(revoked.name)}`}
          action="Revoke"
          onClose={() => setRevoked(undefined)}
          onSend={async () => {
            await ask(RevokeTokenDocument, { input: { id: revoked.id } });
            done();
          }}
        >
          <p>It ends at once, with the runs that it opened and the sessions that were signed in with it.</p>
        </Confirm>
      )}
    </>
  );
}

function State({ token: { revokedAt, expiresAt } }: { token: Token }): JSX.Element | null {
  if (revokedAt !== null) return <Badge kind="bad">revoked</Badge>;
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return <Badge kind="plain">expired</Badge>;
  return null;
}
