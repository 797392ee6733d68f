import type { JSX } from "preact";
import type { Role } from "../server/session.tsx";
import { visible } from "../ui/text.tsx";

/** A grant as lists show it. */
export interface ShownGrant {
  readonly role: Role;
  readonly names: readonly string[] | null;
  readonly runSeconds?: number | null;
  readonly uses?: readonly { readonly name: string; readonly host: string }[] | null;
}

/** What grants let their holder do, in words. */
export function Grants({ grants }: { grants: readonly ShownGrant[] }): JSX.Element {
  const reads = grants.some(({ role }) => role === "runner");
  return (
    <ul class="grants">
      {grants.map((grant) => (
        <li key={JSON.stringify(grant)} title={grant.names?.map(visible).join("\n")}>
          {sentence(grant)}
        </li>
      ))}
      {!reads && <li class="quiet">may read nothing</li>}
    </ul>
  );
}

function sentence({ role, names, runSeconds, uses }: ShownGrant): string {
  if (role === "admin") return "may manage teams, tokens and runs, and set every secret";
  if (role === "auditor") return "may look at the log and the lists";
  if (role === "editor") return `may set ${listed(names)}`;
  const life = runSeconds == null ? "" : `, each for at most ${duration(runSeconds)}`;
  if (uses == null) return `its runs may read ${listed(names)}${life}`;
  const used = uses.map(({ name, host }) => `${short(name)} at ${short(host)}`);
  return `its runs may use, without reading, ${shortened(used)}${life}`;
}

/** Through which grant a credential reads a secret, in words: `runner:prod/*`, as the server has it. */
export function throughSentence(through: string): string {
  const name = through.slice(through.indexOf(":") + 1);
  return `its runs may read ${listed(name === "*" ? null : [name])}`;
}

/** Names in a sentence: a folder by what is in it. */
export function listed(names: readonly string[] | null): string {
  if (names === null) return "every secret";
  const folders = names.filter((name) => name.endsWith("/*")).map((name) => short(name.slice(0, -2)));
  const single = names.filter((name) => !name.endsWith("/*")).map(short);
  const inFolders = folders.length === 0 ? [] : [`what is in ${shortened(folders)}`];
  return [...inFolders, ...(single.length === 0 ? [] : [shortened(single)])].join(", and ");
}

/** Characters of a name that a sentence has; of a longer one its beginning and its end. */
const maxShown = 60;

function short(name: string): string {
  const shown = [...visible(name)];
  const half = maxShown / 2;
  return shown.length <= maxShown ? shown.join("") : [...shown.slice(0, half), "…", ...shown.slice(-half)].join("");
}

const sentenceList = new Intl.ListFormat("en");

/** Names that a sentence has, beyond which it counts. */
const maxListed = 6;

function shortened(parts: readonly string[]): string {
  if (parts.length <= maxListed) return sentenceList.format(parts);
  return `${parts.slice(0, maxListed).join(", ")} and ${parts.length - maxListed} more`;
}

/** Seconds as `15 min`, `1 h`, `7 days`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
