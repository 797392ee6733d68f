import type { JSX } from "preact";
import { AskError } from "../server/ask.ts";
import { type Changeable, Choice, LinesField, typedLines } from "../ui/parts.tsx";

/** A grant as somebody picks it in the page: never of runner, which no session can give. */
export interface PickedGrant {
  readonly role: "editor" | "auditor" | "admin";
  /** A name or folder on each line; empty: all of the team's. */
  readonly names: string;
}

/** A grant of all that an editor may set: what a form begins with. */
export const firstGrant: PickedGrant = { role: "editor", names: "" };

/** Names that one grant may have. */
const maxNames = 1000;

/** Picks the role of a grant, and for an editor which secrets. */
export function GrantFields({ value: grant, onChange }: Changeable<PickedGrant>): JSX.Element {
  return (
    <>
      <Choice
        label="May"
        value={grant.role}
        options={[
          ["editor", "set secrets"],
          ["auditor", "look at log and lists"],
          ["admin", "manage the team"],
        ]}
        onChange={(role) => onChange({ ...grant, role })}
      />
      {grant.role === "editor" && <NamesField names={grant.names} onInput={(names) => onChange({ ...grant, names })} />}
    </>
  );
}

/** Which secrets a grant is of. */
export function NamesField({ names, onInput }: { names: string; onInput: (names: string) => void }): JSX.Element {
  const hint = "A name or a folder such as prod/orders/* on each line; none: every secret.";
  return <LinesField label="Which secrets" hint={hint} value={names} onInput={onInput} />;
}

/**
 * A picked grant as the server takes it.
 *
 * @throws AskError `LIMIT_EXCEEDED` for too many names.
 */
export function grantInput({ role, names }: PickedGrant): { role: PickedGrant["role"]; names?: string[] } {
  const typed = typedLines(names);
  if (role !== "editor" || typed.length === 0) return { role };
  if (typed.length > maxNames) throw new AskError("LIMIT_EXCEEDED", "A grant has at most 1,000 names.", "Use folders.");
  return { role, names: typed };
}
