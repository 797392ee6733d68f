import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CreateTokenDocument, type CreateTokenMutationVariables } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { useSigned } from "../server/session.tsx";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { Choice, TextField } from "../ui/parts.tsx";
import { firstGrant, GrantFields, grantInput } from "./given-grant.tsx";
import { ShownOnce } from "./shown-once.tsx";

type Input = CreateTokenMutationVariables["input"];

/** How long tokens may live that are made here, in days; 0: until they are revoked. */
const lives = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "1 year"],
  ["0", "until revoked"],
] as const;

/** Makes a token, which is shown this once. */
export function CreateToken({ onClose }: Closable): JSX.Element {
  const { recently } = useSigned();
  const [name, setName] = useState("");
  const [grant, setGrant] = useState(firstGrant);
  const [days, setDays] = useState<(typeof lives)[number][0]>("90");
  const [made, setMade] = useState<string>();
  if (made !== undefined) return <ShownOnce title={`The token ${name}`} token={made} onClose={onClose} />;
  const send = async (): Promise<void> => {
    const input: Input = { name, grants: [grantInput(grant)] };
    if (days !== "0") input.ttlSeconds = Number(days) * 86_400;
    const { createToken } = await recently(() => ask(CreateTokenDocument, { input }));
    setMade(createToken.token);
  };
  return (
    <Dialog title="Create a token" onClose={onClose}>
      <DialogForm action="Create" canSend={name !== ""} onSend={send} onClose={onClose}>
        <TextField label="Name" hint="Whose it is. The audit log calls its holder so." value={name} onInput={setName} />
        <GrantFields value={grant} onChange={setGrant} />
        <Choice label="It ends" value={days} options={lives} onChange={setDays} />
        <p class="hint">
          A token whose runs read secrets is made with the command, by somebody who has one:{" "}
          <code>keyfold token create --grant 'runner:prod/orders/*'</code>
        </p>
      </DialogForm>
    </Dialog>
  );
}
