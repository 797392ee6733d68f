import { colour } from "./colour.ts";
import { printable, printableJson } from "./printable.ts";

/** What an error says, for people: what happened, and on the next line what to do. Never a stack. */
export function sayError(error: unknown): string {
  const { message, tip } = describe(error);
  const said = `${colour("red", "keyfold:", process.stderr)} ${lines(message)}`;
  return tip === "" || message.includes(tip) ? said : `${said}\n${lines(tip)}`;
}

/** What an error says, for programs. */
export function sayErrorAsJson(error: unknown): string {
  return printableJson({ error: describe(error) });
}

function describe(error: unknown): { code: string; message: string; tip: string } {
  const { code, message, tip } = (error ?? {}) as { code?: unknown; message?: unknown; tip?: unknown };
  return {
    code: typeof code === "string" ? code : "INTERNAL",
    message: typeof message === "string" ? message : String(error),
    tip: typeof tip === "string" ? tip : "",
  };
}

function lines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
