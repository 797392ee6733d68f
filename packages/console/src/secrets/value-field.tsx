import { decodeJson } from "@keyfold/common/decode";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Changeable, Choice, Field } from "../ui/parts.tsx";

/** What somebody types as a value, and how it is meant. */
export interface TypedValue {
  readonly text: string;
  readonly kind: "string" | "json";
}

/** A value that can be sent, or why it can't be. */
export type CheckedValue = { readonly value: unknown } | { readonly wrong: string };

/** What a typed value stands for: JSON must be JSON that the server stores digit by digit. */
export function checkValue({ text, kind }: TypedValue): CheckedValue {
  if (kind === "string") return { value: text };
  const decoded = decodeJson(text);
  if (decoded.exact) return { value: decoded.value };
  if (decoded.reason === "number") return { wrong: "A number has more digits than are kept: put it in quotes." };
  return { wrong: "This is not JSON." };
}

/** A hidden field of many lines for a value; it can be shown while it is typed, checked as JSON, or made at random. */
export function ValueField({ value, onChange }: Changeable<TypedValue>): JSX.Element {
  const [isShown, setShown] = useState(false);
  const checked = value.text === "" ? undefined : checkValue(value);
  return (
    <>
      <Choice
        label="The value is"
        value={value.kind}
        options={[
          ["string", "a string"],
          ["json", "JSON"],
        ]}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      <Field
        label="Value"
        hint={
          value.kind === "json" && checked !== undefined
            ? "This is JSON."
            : "Hidden while you type. Once it is set, nobody can look at it here."
        }
        error={checked !== undefined && "wrong" in checked ? checked.wrong : undefined}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            class={isShown ? "value" : "value hidden-value"}
            rows={4}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={value.text}
            onInput={(event) => onChange({ ...value, text: event.currentTarget.value })}
          />
        )}
      </Field>
      <div class="value-tools">
        <label class="check">
          <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
          Show what I type
        </label>
        <Generate onMade={(text) => onChange({ text, kind: "string" })} />
      </div>
    </>
  );
}

const alphabets = {
  "letters and digits": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  "with signs": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#%*+-./:=?@^_~",
  hex: "0123456789abcdef",
} as const;

function Generate({ onMade }: { onMade: (text: string) => void }): JSX.Element {
  const [length, setLength] = useState(32);
  const [alphabet, setAlphabet] = useState<keyof typeof alphabets>("letters and digits");
  return (
    <div class="generate">
      <input
        type="number"
        aria-label="Characters of a random value"
        min={8}
        max={512}
        value={length}
        onInput={(event) => setLength(Math.min(512, Math.max(8, Math.trunc(Number(event.currentTarget.value)) || 32)))}
      />
      <select
        aria-label="Kind of characters of a random value"
        value={alphabet}
        onChange={(event) => setAlphabet(event.currentTarget.value as keyof typeof alphabets)}
      >
        {Object.keys(alphabets).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="button" onClick={() => onMade(randomString(length, alphabets[alphabet]))}>
        Generate
      </button>
    </div>
  );
}

/** Characters that are each as likely as any other. */
function randomString(length: number, alphabet: string): string {
  // A byte beyond the last whole multiple would make the first characters likelier.
  const fair = 256 - (256 % alphabet.length);
  let made = "";
  while (made.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && made.length < length) made += alphabet[byte % alphabet.length];
    }
  }
  return made;
}
