import { styleText } from "node:util";

/** A step of the story did not go as the page says. */
class StepFailed extends Error {
  override name = "StepFailed";
}

let chapters = 0;
let steps = 0;

/** Opens a part of the story. */
export function chapter(title: string): void {
  chapters += 1;
  print(`\n${styleText("bold", `${chapters}. ${title}`)}\n`);
}

/** Prints what the story says between its steps. */
export function narrate(text: string): void {
  print(`\n${text}\n`);
}

/** Shows a file, a program or a command that is about to be used. */
export function show(text: string): void {
  print(`\n${indent(text.trimEnd(), "    ")}\n`);
}

/** Shows what came out. */
export function see(text: string): void {
  print(`${styleText("cyan", indent(text.trimEnd(), "    → "))}\n`);
}

/** Prints a fact of the page and ends the story if it does not hold. */
export function holds(fact: string, held: boolean): void {
  if (!held) throw new StepFailed(`This did not hold: ${fact}`);
  steps += 1;
  print(`${styleText("green", "  ✔")} ${fact}\n`);
}

/** How many facts held so far. */
export function stepsThatHeld(): number {
  return steps;
}

function print(text: string): void {
  process.stdout.write(text);
}

function indent(text: string, by: string): string {
  return text.replace(/^/gm, by);
}
