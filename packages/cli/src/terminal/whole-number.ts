import { InvalidArgumentError } from "commander";

/** Reads an option that is a number from 1 on. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 2 ** 31 - 1) return number;
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}
