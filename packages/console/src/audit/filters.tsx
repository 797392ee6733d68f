import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { go } from "../router.ts";
import { Choice } from "../ui/parts.tsx";

/** What the log is filtered by, as it stands in the address. */
export const textFilters = ["actor", "subject", "action", "label", "address"] as const;

const labels: Readonly<Record<(typeof textFilters)[number], string>> = {
  actor: "Person or run",
  subject: "Secret or other subject",
  action: "Action",
  label: "Label of a run",
  address: "Address",
};

const actions = [
  "secret.read",
  "secret.set",
  "secret.rollback",
  "secret.delete",
  "secret.restore",
  "secret.describe",
  "run.open",
  "run.extend",
  "run.end",
  "token.create",
  "token.revoke",
  "trust.create",
  "trust.delete",
  "team.create",
  "session.open",
  "session.end",
  "request.authenticate",
];

const spans = [
  ["", "Newest"],
  ["3600", "1 h"],
  ["86400", "24 h"],
  ["604800", "7 days"],
  ["2592000", "30 days"],
] as const;

/** Puts filters into the address; those that are empty go. */
export function filterBy(query: URLSearchParams, changes: Readonly<Record<string, string>>): void {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  go(text === "" ? "/audit" : `/audit?${text}`);
}

/** The fields by which the log is filtered. What is typed counts when the field is left, or at Enter. */
export function Filters({ query }: { query: URLSearchParams }): JSX.Element {
  const span = query.get("last") ?? "";
  const outcome = query.get("outcome") === "refused" ? "refused" : "";
  const hasAny = [...query.keys()].length > 0;
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {textFilters.map((name) => (
        <TextFilter key={name} name={name} query={query} />
      ))}
      <datalist id="actions">
        {actions.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <div class="filter-choices">
        <Choice
          label="Since"
          value={span}
          options={spans}
          onChange={(last) => filterBy(query, { last, since: "", until: "" })}
        />
        <Choice
          label="Outcome"
          value={outcome}
          options={[
            ["", "All"],
            ["refused", "Refused"],
          ]}
          onChange={(value) => filterBy(query, { outcome: value })}
        />
        {hasAny && (
          <button type="button" class="bare" onClick={() => go("/audit")}>
            Clear all
          </button>
        )}
      </div>
    </form>
  );
}

function TextFilter({ name, query }: { name: (typeof textFilters)[number]; query: URLSearchParams }): JSX.Element {
  const given = query.get(name) ?? "";
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const apply = (): void => {
    if (text !== given) filterBy(query, { [name]: text });
  };
  return (
    <label>
      <span>{labels[name]}</span>
      <input
        value={text}
        list={name === "action" ? "actions" : undefined}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === "Enter") apply();
        }}
      />
    </label>
  );
}
