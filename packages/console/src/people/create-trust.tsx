import { type Preset, presets } from "@keyfold/common/platforms";
import { shellQuote } from "@keyfold/common/shell-quote";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { CreateTrustDocument } from "../generated/operations.ts";
import { AskError, ask } from "../server/ask.ts";
import { useSigned } from "../server/session.tsx";
import { type Closable, Dialog, DialogForm } from "../ui/dialog.tsx";
import { Choice, Copy, TextField, typedLines } from "../ui/parts.tsx";
import { visible } from "../ui/text.tsx";
import { ClaimsField, Lint, readTypedClaims } from "./claims.tsx";
import { firstGrant, GrantFields, grantInput, NamesField } from "./given-grant.tsx";

type Kind = "people" | Preset;

const kinds = [
  ["people", "People"],
  ["github", "GitHub Actions"],
  ["gitlab", "GitLab CI"],
  ["kubernetes", "Kubernetes"],
] as const;

/** What a platform's tokens must say at least, to be filled in. */
const claimsOf: Readonly<Record<Preset, string>> = {
  github: "repository=\nevent_name=push\nenvironment=",
  gitlab: "project_path=\nref_protected=true",
  kubernetes: "kubernetes.io.namespace=\nkubernetes.io.serviceaccount.name=",
};

/** Makes a trust for people; of one for programs it shows the command, as no session can give a grant of runner. */
export function CreateTrust({ onClose, onDone }: Closable & { onDone: () => void }): JSX.Element {
  const [kind, setKind] = useState<Kind>("people");
  const choice = <Choice label="Whose tokens" value={kind} options={kinds} onChange={setKind} />;
  return (
    <Dialog title="Create a trust" wide onClose={onClose}>
      {kind === "people" ? (
        <ForPeople choice={choice} onClose={onClose} onDone={onDone} />
      ) : (
        <ForRuns key={kind} preset={kind} choice={choice} onClose={onClose} />
      )}
    </Dialog>
  );
}

function ForPeople({ choice, onClose, onDone }: Closable & { choice: JSX.Element; onDone: () => void }): JSX.Element {
  const { recently } = useSigned();
  const [fields, setFields] = useState({ name: "", issuer: "", audience: "", claims: "" });
  const [grant, setGrant] = useState(firstGrant);
  const set = (change: Partial<typeof fields>): void => setFields({ ...fields, ...change });
  const { name, issuer, audience } = fields;
  const send = async (): Promise<void> => {
    const read = readTypedClaims(fields.claims);
    if ("wrong" in read) throw new AskError("BAD_INPUT", read.wrong, "");
    const input = { name, for: "people" as const, issuer, claims: read.claims, grants: [grantInput(grant)] };
    await recently(() => ask(CreateTrustDocument, { input: audience === "" ? input : { ...input, audience } }));
    onDone();
  };
  return (
    <DialogForm action="Create" canSend={name !== "" && issuer !== ""} onSend={send} onClose={onClose}>
      {choice}
      <TextField label="Name" hint="What the lists call it." value={name} onInput={(value) => set({ name: value })} />
      <TextField
        label="Issuer"
        hint="Your company's provider, as its tokens' iss has it: https://login.example.com"
        value={issuer}
        onInput={(value) => set({ issuer: value })}
      />
      <TextField
        label="Audience"
        hint="The client's id at the issuer; empty: this server's own."
        value={audience}
        onInput={(value) => set({ audience: value })}
      />
      <ClaimsField claims={fields.claims} onInput={(claims) => set({ claims })} />
      <Lint issuer={issuer} claims={fields.claims} />
      <GrantFields value={grant} onChange={setGrant} />
    </DialogForm>
  );
}

function ForRuns({ preset, choice, onClose }: Closable & { preset: Preset; choice: JSX.Element }): JSX.Element {
  const [fields, setFields] = useState({
    name: "",
    issuer: presets[preset].issuer,
    claims: claimsOf[preset],
    names: "",
  });
  const set = (change: Partial<typeof fields>): void => setFields({ ...fields, ...change });
  const command = commandFor(preset, fields);
  return (
    <>
      <div class="dialog-body">
        {choice}
        <TextField label="Name" hint="What the lists call it." value={fields.name} onInput={(name) => set({ name })} />
        <TextField
          label="Issuer"
          hint="The platform's own, or that of your installation."
          value={fields.issuer}
          onInput={(issuer) => set({ issuer })}
        />
        <ClaimsField claims={fields.claims} onInput={(claims) => set({ claims })} />
        <Lint issuer={fields.issuer} claims={fields.claims} />
        <NamesField names={fields.names} onInput={(names) => set({ names })} />
        <p class="hint">
          Its runs read values, and nobody can give that in the console. Send this command where you are logged in with
          a token whose own runs read as much:
        </p>
        <code class="token-text lines">{command.map(visible).join("\n  ")}</code>
      </div>
      <div class="dialog-foot">
        <button type="button" onClick={onClose}>
          Done
        </button>
        <Copy text={command.join(" ")} label="Copy the command" />
      </div>
    </>
  );
}

/** The command that makes such a trust, by its options. */
function commandFor(
  preset: Preset,
  { name, issuer, claims, names }: Readonly<Record<"name" | "issuer" | "claims" | "names", string>>,
): string[] {
  const folders = typedLines(names).map((one) => one.replaceAll(",", "\\,"));
  const options = [
    ["--preset", preset],
    ["--name", name],
    ...(issuer === presets[preset].issuer ? [] : [["--issuer", issuer]]),
    ...typedLines(claims).map((claim) => ["--claim", claim]),
    ["--grant", folders.length === 0 ? "runner" : `runner:${folders.join(",")}`],
  ];
  return ["keyfold trust create", ...options.map((words) => words.map(shellQuote).join(" "))];
}
