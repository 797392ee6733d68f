import type { ComponentChildren, JSX, RenderableProps } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { AskError } from "../server/ask.ts";

/** What went wrong, and what to do. */
export function Failure({ error }: { error: AskError | undefined }): JSX.Element | null {
  if (error === undefined) return null;
  return (
    <div class="failure" role="alert">
      <strong>{error.message}</strong>
      {error.tip !== "" && <span> {error.tip}</span>}
    </div>
  );
}

/** What a view says where there is nothing to show. */
export function Empty({ title, children }: RenderableProps<{ title: string }>): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Where an answer is waited for. It is seen only after a moment, as most come sooner. */
export function Waiting(): JSX.Element {
  return (
    <p class="waiting" role="status">
      Loading…
    </p>
  );
}

/** Stands for an answer as long as there is none: that it is waited for, or what went wrong. */
export function Awaited({ data, error }: { data: unknown; error: AskError | undefined }): JSX.Element | null {
  if (error !== undefined) return <Failure error={error} />;
  return data === undefined ? <Waiting /> : null;
}

/** The head of a view: its title, and what can be done. */
export function Head({ title, note, children }: RenderableProps<{ title: string; note?: string }>): JSX.Element {
  useEffect(() => {
    document.title = `${title} · Keyfold`;
  }, [title]);
  return (
    <header class="head">
      <div>
        <h1>{title}</h1>
        {note !== undefined && <p class="quiet">{note}</p>}
      </div>
      <div class="actions">{children}</div>
    </header>
  );
}

/** A field with its label, and what explains it. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (attributes: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ComponentChildren;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": `${id}-hint`, "aria-invalid": error !== undefined })}
      <p id={`${id}-hint`} class={error === undefined ? "hint" : "hint wrong"}>
        {error ?? hint}
      </p>
    </div>
  );
}

/** A field in which somebody types. */
interface TypedField {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A field of one line, for a name or the like. */
export function TextField({ label, hint, value, onInput }: TypedField): JSX.Element {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <input
          {...attributes}
          value={value}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A field that filters a list by what is typed. */
export function SearchField({ label, hint, value, onInput }: TypedField): JSX.Element {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={hint}
      value={value}
      spellcheck={false}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}

/** A field of several lines, each an item. */
export function LinesField({ label, hint, value, onInput }: TypedField): JSX.Element {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={3}
          value={value}
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** The items that somebody typed, one on each line. */
export function typedLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** One fact of those that a `dl` lists. */
export function Fact({
  label,
  wide,
  children,
}: RenderableProps<{ label: ComponentChildren; wide?: boolean }>): JSX.Element {
  return (
    <div class={wide ? "fact-wide" : undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A button that copies, and says that it did. */
export function Copy({ text, label }: { text: string; label: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
    >
      <span aria-live="polite">{isCopied ? "Copied" : label}</span>
    </button>
  );
}

/** What a field shows, and what gets another. */
export interface Changeable<Value> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few choices, side by side. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: Changeable<Value> & { label: string; options: readonly (readonly [Value, string])[] }): JSX.Element {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {options.map(([option, text]) => (
        <label key={option} class={option === value ? "chosen" : undefined}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** Which of a list are shown. */
export type Shown = "live" | "all";

/** Shows of a list those that live, or all. */
export function ShownChoice({ value, onChange }: Changeable<Shown>): JSX.Element {
  const options = [
    ["live", "Live"],
    ["all", "All"],
  ] as const;
  return <Choice label="Shown" value={value} options={options} onChange={onChange} />;
}

/** A short mark beside a name. */
export function Badge({ kind, children }: RenderableProps<{ kind: "good" | "warn" | "bad" | "plain" }>): JSX.Element {
  return <span class={`badge ${kind}`}>{children}</span>;
}
