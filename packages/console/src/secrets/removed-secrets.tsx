import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { RestoreSecretDocument, SecretPageDocument } from "../generated/operations.ts";
import { type AskError, ask } from "../server/ask.ts";
import { mayEdit, useSigned } from "../server/session.tsx";
import { toAskError, useAnswer } from "../server/use-answer.ts";
import { Empty, Failure, Head, Waiting } from "../ui/parts.tsx";
import { SecretName, visible, When, Written } from "../ui/text.tsx";
import { useSecrets } from "./all-secrets.tsx";

/** The secrets that were removed and can be restored. */
export function RemovedSecrets(): JSX.Element {
  const { data, error, reload } = useAnswer(SecretPageDocument, { where: { deleted: true }, limit: 1000 });
  const { reload: reloadAll } = useSecrets();
  const { person } = useSigned();
  const [failed, setFailed] = useState<AskError>();
  const restore = async (name: string): Promise<void> => {
    try {
      await ask(RestoreSecretDocument, { input: { name } });
      setFailed(undefined);
      reload();
      reloadAll();
    } catch (thrown) {
      setFailed(toAskError(thrown));
    }
  };
  return (
    <>
      <Head title="Removed secrets" note="They come back with all of their versions, until their days are over.">
        <a class="button" href="/secrets">
          All secrets
        </a>
      </Head>
      <Failure error={error ?? failed} />
      {data === undefined && error === undefined && <Waiting />}
      {data?.secret.length === 0 && <Empty title="Nothing was removed." />}
      {data !== undefined && data.secret.length > 0 && (
        <ul class="cards">
          {data.secret.map(({ name, version, deletedAt, updatedBy }) => (
            <li key={name} class="card line">
              <span>
                <SecretName name={name} />
                <span class="quiet">
                  v{version}, set by <Written text={updatedBy} />, removed <When at={deletedAt} />
                </span>
              </span>
              {mayEdit(person, name) && (
                <button type="button" aria-label={`Restore ${visible(name)}`} onClick={() => void restore(name)}>
                  Restore
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
