import { DotenvError, parseDotenv } from "@keyfold/common/parse-dotenv";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { SetSecretsDocument } from "../generated/operations.ts";
import { ask } from "../server/ask.ts";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { Badge, Field, TextField } from "../ui/parts.tsx";
import { count, SecretName } from "../ui/text.tsx";
import { useSecrets } from "./all-secrets.tsx";

/** As many as one request may set. */
const batch = 1000;

interface Planned {
  readonly name: string;
  readonly value: string;
  /** The version that is there; 0: none. */
  readonly version: number;
}

/** Sets the secrets of a `.env` file that is pasted: what would be set is shown first, by name. */
export function ImportDialog({
  folder: given,
  onClose,
  onSet,
}: Closable & { folder: string; onSet: () => void }): JSX.Element {
  const { secrets = [] } = useSecrets();
  const [folder, setFolder] = useState(given);
  const [text, setText] = useState("");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const versions = useMemo(() => new Map(secrets.map(({ name, version }) => [name, version])), [secrets]);
  const { planned, wrong } = useMemo(() => plan(text, folder, versions), [text, folder, versions]);
  const chosen = planned.filter(({ name }) => !left.has(name));
  const send = async (): Promise<void> => {
    for (let from = 0; from < chosen.length; from += batch) {
      const input = chosen
        .slice(from, from + batch)
        .map(({ name, value, version }) => ({ name, value, ifVersion: version }));
      await ask(SetSecretsDocument, { input });
    }
    onSet();
  };
  return (
    <Dialog title="Import a .env file" wide onClose={onClose}>
      <DialogForm
        action={`Set ${count(chosen.length, "secret")}`}
        canSend={chosen.length > 0}
        onSend={send}
        onClose={onClose}
      >
        <TextField
          label="Folder"
          hint="Where the names go; empty: names without a folder."
          value={folder}
          onInput={setFolder}
        />
        <Field label="What stands in the file" hint="NAME=value, a line each. Hidden while it is here." error={wrong}>
          {(attributes) => (
            <textarea
              {...attributes}
              class="value hidden-value"
              rows={6}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        {planned.length > 0 && (
          <fieldset class="planned">
            <legend>What is set</legend>
            {planned.map(({ name, version }) => (
              <label key={name} class="check">
                <input type="checkbox" checked={!left.has(name)} onChange={() => setLeft(toggled(left, name))} />
                <SecretName name={name} />
                {version === 0 ? <Badge kind="good">new</Badge> : <Badge kind="plain">version {version + 1}</Badge>}
              </label>
            ))}
          </fieldset>
        )}
      </DialogForm>
    </Dialog>
  );
}

function plan(
  text: string,
  folder: string,
  versions: ReadonlyMap<string, number>,
): { planned: readonly Planned[]; wrong: string | undefined } {
  const prefix = folder.replace(/^\/+|\/+$/g, "");
  try {
    const planned = [...parseDotenv(text)].map(([key, value]) => {
      const name = prefix === "" ? key : `${prefix}/${key}`;
      return { name, value, version: versions.get(name) ?? 0 };
    });
    return { planned, wrong: undefined };
  } catch (error) {
    if (!(error instanceof DotenvError)) throw error;
    return { planned: [], wrong: `Line ${error.line}: ${error.message} ${error.tip}` };
  }
}

function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(name)) next.add(name);
  return next;
}
