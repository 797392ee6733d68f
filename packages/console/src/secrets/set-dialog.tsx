import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { SetSecretsDocument } from "../generated/operations.ts";
import { AskError, ask } from "../server/ask.ts";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { TextField } from "../ui/parts.tsx";
import { visible } from "../ui/text.tsx";
import { useSecrets } from "./all-secrets.tsx";
import { checkValue, type TypedValue, ValueField } from "./value-field.tsx";

/** Sets a secret: a new one in a folder, or with `name` a new version of one that is there. */
export function SetDialog({
  folder = "",
  name: given,
  onClose,
  onSet,
}: Closable & { folder?: string; name?: string; onSet: (name: string) => void }): JSX.Element {
  const { secrets = [] } = useSecrets();
  const [name, setName] = useState(given ?? (folder === "" ? "" : `${folder}/`));
  const [value, setValue] = useState<TypedValue>({ text: "", kind: "string" });
  const there = secrets.find((secret) => secret.name === name);
  const hint =
    there === undefined
      ? "A new secret. Folders are parts of the name: prod/orders/db url."
      : `It is there: this becomes version ${there.version + 1}.`;
  const send = async (): Promise<void> => {
    const checked = checkValue(value);
    if ("wrong" in checked) throw new AskError("BAD_INPUT", checked.wrong, "");
    const one = { name, value: checked.value, ifVersion: there?.version ?? 0 };
    await ask(SetSecretsDocument, { input: [one] });
    onSet(name);
  };
  return (
    <Dialog title={given === undefined ? "Set a secret" : `New value of ${visible(given)}`} onClose={onClose}>
      <DialogForm
        action={there === undefined ? "Set" : `Set version ${there.version + 1}`}
        canSend={name !== "" && !name.endsWith("/") && value.text !== ""}
        onSend={send}
        onClose={onClose}
      >
        {given === undefined && <TextField label="Name" hint={hint} value={name} onInput={setName} />}
        <ValueField value={value} onChange={setValue} />
      </DialogForm>
    </Dialog>
  );
}
