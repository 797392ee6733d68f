import type { Command, Option } from "commander";
import { roles } from "../server/grants.ts";

/** What completes an argument or an option's value, beside words that are known: names from the server, logins, or files. */
type Kind = "secrets" | "removed" | "labels" | "logins" | "files" | "none";

/** What can be typed in one place: known words, or what `keyfold complete KIND` finds. */
export interface Place {
  readonly kind: Kind;
  readonly words: readonly string[];
}

/** What can come after a command's name. */
export interface CommandWords {
  /** As it is typed, `secret set`; empty for keyfold itself. */
  readonly typed: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
  /** The options that take a value. */
  readonly values: readonly ({ readonly option: string; readonly description: string } & Place)[];
  /** Its first argument; absent if it has none. */
  readonly argument: Place | undefined;
}

const kindOfOption: Readonly<Record<string, Kind>> = {
  "--allow": "secrets",
  "--subject": "secrets",
  "--names": "secrets",
  "--label": "labels",
  "--as": "logins",
  "--out": "files",
};

/** Roles are a part of what a grant may be. */
const wordsOfOption: Readonly<Record<string, readonly string[]>> = {
  "--grant": roles,
};

/** Every command with the words that can follow it: its own commands, the words of its arguments, its options. */
export function commandWords(command: Command, typed = ""): CommandWords[] {
  const shown = command.createHelp().visibleCommands(command);
  const below = shown.filter((each) => command.commands.includes(each));
  const commands = below.map((each) => ({ word: each.name(), description: each.description() }));
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const options = command.options.filter(({ long, hidden }) => long && !hidden);
  const words = [
    ...commands,
    ...choices.map((word) => ({ word, description: "" })),
    ...options.map(({ long, description }) => ({ word: long ?? "", description })),
    { word: "--help", description: "show this help" },
  ];
  const values = options.filter(({ required }) => required).map(placeOfValue);
  const inner = below.flatMap((each) =>
    [each.name(), ...each.aliases()].flatMap((name) => commandWords(each, `${typed} ${name}`.trim())),
  );
  return [{ typed, words, values, argument: placeOfArgument(command, typed) }, ...inner];
}

function placeOfValue({ long, description, argChoices }: Option): CommandWords["values"][number] {
  const option = long ?? "";
  const words = argChoices ?? wordsOfOption[option] ?? [];
  return { option, description, words, kind: kindOfOption[option] ?? "none" };
}

function placeOfArgument({ registeredArguments: [first] }: Command, typed: string): Place | undefined {
  if (first === undefined || first.argChoices) return undefined;
  const isSecret = first.name() === "name" && /^(secret|access)\b/.test(typed);
  const kind = isSecret ? (typed === "secret restore" ? "removed" : "secrets") : "none";
  return { words: [], kind: first.name() === "file" ? "files" : kind };
}
