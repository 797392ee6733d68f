import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { DescribeSecretDocument } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { Field } from "../ui/parts.tsx";
import { visible } from "../ui/text.tsx";
import type { Secret } from "./all-secrets.tsx";

/** Changes what is known of a secret beside its value. */
export function DescribeDialog({
  secret,
  onClose,
  onDone,
}: Closable & { secret: Secret; onDone: () => void }): JSX.Element {
  const [note, setNote] = useState(secret.note ?? "");
  const [owner, setOwner] = useState(secret.owner ?? "");
  const [day, setDay] = useState(secret.rotateBy?.slice(0, 10) ?? "");
  const send = async (): Promise<void> => {
    const rotateBy = day === "" ? null : `${day}T00:00:00.000Z`;
    await ask(DescribeSecretDocument, {
      input: { name: secret.name, note: note.trim() || null, owner: owner.trim() || null, rotateBy },
    });
    onDone();
  };
  return (
    <Dialog title={`Describe ${visible(secret.name)}`} onClose={onClose}>
      <DialogForm action="Save" onSend={send} onClose={onClose}>
        <Field label="Note" hint="What it is for, in one line. Never the value.">
          {(attributes) => (
            <input {...attributes} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          )}
        </Field>
        <Field label="Owner" hint="Who looks after it.">
          {(attributes) => (
            <input {...attributes} value={owner} onInput={(event) => setOwner(event.currentTarget.value)} />
          )}
        </Field>
        <Field label="Replace by" hint="The day by which it gets a new value.">
          {(attributes) => (
            <input {...attributes} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
          )}
        </Field>
      </DialogForm>
    </Dialog>
  );
}
