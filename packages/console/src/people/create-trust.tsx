import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CreateTrustDocument } from "../generated/operations.ts";
import { AskError, ask } from "../server/ask.ts";
import { useSigned } from "../server/session.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { Field, TextField } from "../ui/parts.tsx";
import { firstGrant, GrantFields, grantInput } from "./given-grant.tsx";

/** Makes a trust for people. One whose holders open runs is made with the command: a session can't give a grant of runner. */
export function CreateTrust({ onClose, onDone }: { onClose: () => void; onDone: () => void }): JSX.Element {
  const { recently } = useSigned();
  const [fields, setFields] = useState({ name: "", issuer: "", audience: "", claims: "" });
  const [grant, setGrant] = useState(firstGrant);
  const send = async (): Promise<void> => {
    const { name, issuer, audience } = fields;
    const claims = readClaims(fields.claims);
    const input = { name, for: "people" as const, issuer, claims, grants: [grantInput(grant)] };
    await recently(() => ask(CreateTrustDocument, { input: audience === "" ? input : { ...input, audience } }));
    onDone();
  };
  const field = (name: keyof typeof fields, label: string, hint: string): JSX.Element => (
    <TextField
      label={label}
      hint={hint}
      value={fields[name]}
      onInput={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  return (
    <Dialog title="Create a trust for people" onClose={onClose}>
      <DialogForm action="Create" canSend={fields.name !== "" && fields.issuer !== ""} onSend={send} onClose={onClose}>
        {field("name", "Name", "What the lists call it.")}
        {field("issuer", "Issuer", "As the tokens' iss has it: https://login.example.com")}
        {field("audience", "Audience", "The client's id at the issuer; empty: the server's public_url.")}
        <Field
          label="Claims"
          hint="claim=value on each line, for example groups=engineering. Several of one claim: any of them."
        >
          {(attributes) => (
            <textarea
              {...attributes}
              rows={3}
              value={fields.claims}
              spellcheck={false}
              onInput={(event) => setFields({ ...fields, claims: event.currentTarget.value })}
            />
          )}
        </Field>
        <GrantFields grant={grant} onChange={setGrant} />
        <p class="hint">
          A trust whose programs open runs is made with the command, by somebody whose own runs read as much:{" "}
          <code>keyfold trust create</code>
        </p>
      </DialogForm>
    </Dialog>
  );
}

function readClaims(text: string): Record<string, string | boolean | (string | boolean)[]> {
  const claims: Record<string, string | boolean | (string | boolean)[]> = {};
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const at = line.indexOf("=");
    if (at < 1)
      throw new AskError("BAD_INPUT", "A line of the claims is not claim=value.", "Write groups=engineering.");
    const name = line.slice(0, at).trim();
    const written = line.slice(at + 1).trim();
    const value = written === "true" || written === "false" ? written === "true" : written;
    const before = Object.hasOwn(claims, name) ? claims[name] : undefined;
    claims[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return claims;
}
