import { replaceInvisible } from "@keyfold/common/invisible";
import type { JSX } from "preact";

/** A string of more characters may be cut off by the page: it is whole where it is pointed at. */
const maxSeen = 24;

/** What somebody else wrote: what can't be seen in it is shown by its number, and its direction stays its own. */
export function Written({ text, class: name }: { text: string; class?: string }): JSX.Element {
  const shown = visible(text);
  return (
    <bdi class={name} title={shown.length > maxSeen ? shown : undefined}>
      {shown}
    </bdi>
  );
}

/** A string whose invisible characters are shown by their numbers, as `‹U+202E›`. */
export function visible(text: string): string {
  return replaceInvisible(
    text,
    (character) => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
}

/** A full name: the folder that it is in, seen less. */
export function SecretName({ name, within = "" }: { name: string; within?: string }): JSX.Element {
  const shown = within === "" ? name : name.slice(within.length + 1);
  const end = shown.lastIndexOf("/") + 1;
  return (
    <bdi class="secret-name">
      {end > 0 && <span class="quiet">{visible(shown.slice(0, end))}</span>}
      {visible(shown.slice(end))}
    </bdi>
  );
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long ago, or in how long, an instant is, for example `3 days ago`. */
export function fromNow(at: string, now: number = Date.now()): string {
  const ms = Date.parse(at) - now;
  // Cut off, 89 days would read as two months.
  const whole = Math.abs(ms) >= units[1][1] ? Math.round : Math.trunc;
  for (const [unit, length] of units) if (Math.abs(ms) >= length) return relative.format(whole(ms / length), unit);
  return ms <= 0 ? "just now" : "in a moment";
}

/** An instant in the time of whoever looks. */
export function exactly(at: string | number): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** An instant, how long ago; exactly where it is pointed at. */
export function When({ at, none = "never" }: { at: string | null | undefined; none?: string }): JSX.Element {
  if (at == null) return <span class="quiet">{none}</span>;
  return (
    <time dateTime={at} title={exactly(at)}>
      {fromNow(at)}
    </time>
  );
}

/** `1 secret`, `2 secrets`, `10,000 secrets`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
