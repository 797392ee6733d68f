import { errorPage } from "@keyfold/common/docs-page";
import { codeOf, formatError, KeyfoldError } from "@keyfold/common/error";
import { fileNotWritten } from "./command-error.ts";
import { colour, printable, printableJson } from "./format.ts";

/** What every command understands. */
export interface JsonFlag {
  /** Results, errors and notes are JSON, one object a line. */
  json?: boolean | undefined;
}

/** Prints a command's result on standard output: for people, or as one line of JSON. */
export function printResult(json: boolean | undefined, value: unknown, forPeople: () => string): void {
  writeOut(`${json ? printableJson(value) : forPeople()}\n`, json);
}

/** Writes to standard output. A reader that has seen enough is no error: `keyfold secret list | head`. */
export function writeOut(text: string, json = false): void {
  const fail = ({ code }: NodeJS.ErrnoException): void => {
    if (code === "EPIPE") return;
    printError(fileNotWritten("Standard output", code, "Make room, or send it elsewhere."), json);
    process.exit(1);
  };
  if (process.stdout.listenerCount("error") === 0) process.stdout.once("error", fail);
  process.stdout.write(text);
}

/** Writes to standard error. Where that is full, or nobody reads it any more, the work goes on. */
export function writeError(text: string): void {
  if (process.stderr.listenerCount("error") === 0) process.stderr.on("error", () => {});
  process.stderr.write(text);
}

/**
 * Prints on standard error what a person should know and a program that reads the result should not get; with `--json`
 * as `{"note":{"message"}}`.
 */
export function note(message: string, { json }: JsonFlag): void {
  writeError(json ? `${printableJson({ note: { message } })}\n` : `keyfold: ${printable(message)}\n`);
}

/**
 * Prints an error on standard error, never with a stack: for people what happened, on the next line what to do, and on a
 * terminal the page that says more; for programs `{"error":{"code","message","tip"}}`.
 */
export function printError(error: unknown, json: boolean): void {
  const { message = String(error), tip = "" } = Object(error) as { message?: string; tip?: string };
  const line = json
    ? printableJson({ error: { code: codeOf(error) || "INTERNAL", message, tip } })
    : `${colour("red", "keyfold:", process.stderr)} ${formatError(error, "\n").split("\n").map(printable).join("\n")}`;
  const page = !json && process.stderr.isTTY && error instanceof KeyfoldError ? errorPage(error.code) : "";
  writeError(page === "" ? `${line}\n` : `${line}\n${colour("dim", page, process.stderr)}\n`);
}

/** One line on a terminal that shows the current step and is gone in the end; elsewhere nothing is shown. */
export class Progress {
  readonly #hidden: boolean;
  #shown = false;

  constructor({ json }: JsonFlag) {
    this.#hidden = json === true || !process.stderr.isTTY;
  }

  /** Shows the current step in place of the one before. */
  step(text: string): void {
    if (this.#hidden) return;
    this.clear();
    writeError(`${printable(text)} …`);
    this.#shown = true;
  }

  /** Removes the line. */
  clear(): void {
    if (!this.#shown) return;
    process.stderr.cursorTo(0);
    process.stderr.clearLine(1);
    this.#shown = false;
  }
}
