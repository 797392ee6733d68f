import { CommandError, UsageError } from "./command-error.ts";

/** More than any server takes as a value. */
const maxCharacters = 16 * 1024 * 1024;

const escapeCharacter = "\u001b";
/** What follows an escape character in a terminal's own sequence, such as an arrow key's. */
const sequence = /^(?:\[[0-?]*[ -/]*[@-~]|O.|[^[O])/s;
const unfinished = /^(?:\[[0-?]{0,20}|O)?$/;
/** The sequences by which a terminal says where a paste begins and ends. */
const [pasteStart, pasteEnd] = ["[200~", "[201~"];

/** A line of which nothing is shown while it is typed or pasted. */
export class HiddenLine {
  #characters: string[] = [];
  #state: "open" | "entered" | "cancelled" | "too much" = "open";
  #pasting = false;
  #rest = "";
  #resolve: () => void = () => {};
  /** Resolves when the line is over, by Enter, Ctrl-C, Ctrl-D or a paste of many lines. */
  readonly over: Promise<void> = new Promise((resolve) => {
    this.#resolve = resolve;
  });

  /** Takes what comes from the terminal, which is in raw mode. */
  take(input: string): void {
    // The first of them is no sequence.
    const [plain = "", ...sequences] = (this.#rest + input).split(escapeCharacter);
    this.#rest = "";
    this.#addAll(plain);
    for (const [at, string] of sequences.entries()) {
      if (at === sequences.length - 1 && unfinished.test(string)) {
        this.#rest = escapeCharacter + string;
        return;
      }
      const found = sequence.exec(string)?.[0] ?? "";
      if (found === pasteStart) this.#pasting = true;
      if (found === pasteEnd) this.#pasting = false;
      this.#addAll(string.slice(found.length));
    }
  }

  /** Cancels it, as when the terminal is gone. */
  cancel(): void {
    this.#close("cancelled");
  }

  /** Whether it goes on after its end: what follows is the rest of a paste, and shall reach nobody. */
  get isTooMuch(): boolean {
    return this.#state === "too much";
  }

  /**
   * What was entered.
   *
   * @throws CommandError with code CANCELLED; UsageError for more than one line.
   */
  value(): string {
    if (this.#state === "cancelled") throw new CommandError("CANCELLED", "Cancelled; nothing was changed.", "");
    if (this.#state === "entered") return this.#characters.join("");
    throw new UsageError("More than one line was pasted, and nothing was set.", "Read it from a file: --stdin < FILE");
  }

  #addAll(string: string): void {
    for (const character of string) this.#add(character);
  }

  #add(character: string): void {
    if (character === "\r" || character === "\n") {
      this.#close("entered");
    } else if (this.#state !== "open") {
      if (this.#state === "entered") this.#close("too much");
    } else if (this.#pasting || character >= " " ? character !== "\u007f" : character === "\t") {
      this.#characters.push(character);
      if (this.#characters.length > maxCharacters) this.#close("too much");
    } else {
      this.#edit(character);
    }
  }

  #edit(key: string): void {
    if (key === "\u0003" || (key === "\u0004" && this.#characters.length === 0)) this.#close("cancelled");
    else if (key === "\u007f" || key === "\b") this.#characters.pop();
    else if (key === "\u0015") this.#characters = [];
    else if (key === "\u0017") this.#characters = [...this.#characters.join("").replace(/\S*\s*$/, "")];
  }

  #close(state: "entered" | "cancelled" | "too much"): void {
    if (this.#state === "open" || state === "too much") this.#state = state;
    this.#resolve();
  }
}
