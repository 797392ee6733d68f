import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CreateTeamDocument, TeamsDocument } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { useSigned } from "../server/session.tsx";
import { useAnswer } from "../server/use-answer.ts";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { Awaited, Badge, Empty, Head, TextField } from "../ui/parts.tsx";
import { When, Written } from "../ui/text.tsx";
import { ShownOnce } from "./shown-once.tsx";

/** The teams of the instance, or only one's own. */
export function Teams(): JSX.Element {
  const { person } = useSigned();
  const { data, error, reload } = useAnswer(TeamsDocument, { limit: 1000 });
  const [isCreating, setCreating] = useState(false);
  const close = (): void => {
    setCreating(false);
    reload();
  };
  return (
    <>
      <Head title="Teams" note="No team sees anything of another.">
        <button type="button" class="main" onClick={() => setCreating(true)}>
          Create a team
        </button>
      </Head>
      <Awaited data={data} error={error} />
      {data?.teams.length === 0 && <Empty title="No teams." />}
      <ul class="cards">
        {data?.teams.map(({ id, name, createdAt }) => (
          <li key={id} class="card line">
            <span>
              <Written text={name} class="strong" />
              <span class="quiet">
                created <When at={createdAt} />
              </span>
            </span>
            {id === person.team.id && <Badge kind="good">yours</Badge>}
          </li>
        ))}
      </ul>
      {isCreating && <CreateTeam onClose={close} />}
    </>
  );
}

function CreateTeam({ onClose }: Closable): JSX.Element {
  const { recently } = useSigned();
  const [name, setName] = useState("");
  const [made, setMade] = useState<string>();
  if (made !== undefined) return <ShownOnce title={`The first token of ${name}`} token={made} onClose={onClose} />;
  const send = async (): Promise<void> => {
    const { createTeam } = await recently(() => ask(CreateTeamDocument, { input: { name, runner: false } }));
    setMade(createTeam.token);
  };
  return (
    <Dialog title="Create a team" onClose={onClose}>
      <DialogForm action="Create" canSend={name !== ""} onSend={send} onClose={onClose}>
        <TextField label="Name" value={name} onInput={setName} />
        <p class="hint">
          Its first token manages the team, and its runs read nothing: a team whose runs read is made with the command,{" "}
          <code>keyfold team create</code>
        </p>
      </DialogForm>
    </Dialog>
  );
}
