import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The secret value that tests use. At the end of the run nothing that was recorded may hold it, in any form. */
export const canary = 'keyfold canary/"7Qp$wZ"+ünïcode';

/** Where a run keeps what its servers and commands printed. */
export const transcriptFolder: string = join(import.meta.dirname, "../node_modules/.cache/transcripts");

/** Where a run keeps how the credentials begin that were made in it. */
export const credentialFolder: string = join(transcriptFolder, "../credentials");

/** Keeps a text that was printed, logged or thrown, to be searched for the canary when the run ends. */
export function record(source: string, text: string): void {
  mkdirSync(transcriptFolder, { recursive: true });
  appendFileSync(join(transcriptFolder, `${source.replace(/[^\w.-]/g, "_")}-${process.pid}.txt`), `${text}\n`);
}

/** The forms in which a value could slip into a text. */
export function spellings(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(JSON.stringify(value)).slice(3, -3),
    encodeURIComponent(value),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

/** How many characters of a credential are searched for: what is printed may have it cut off anywhere. */
const partLength = 20;
const words = /[\w-]{20,}/g;

/** Has the search look for a credential, too: for a signed token's signature, or for a code or secret of one word. Gives it back. */
export function neverPrinted(credential: string): string {
  const secret = credential.slice(credential.lastIndexOf(".") + 1);
  if (secret.length < partLength) throw new Error("too short to be found among other words");
  mkdirSync(credentialFolder, { recursive: true });
  appendFileSync(join(credentialFolder, `${process.pid}.txt`), `${secret.slice(0, partLength)}\n`);
  return credential;
}

/** How the credentials of this run begin. */
export function beginningsOfCredentials(): ReadonlySet<string> {
  if (!existsSync(credentialFolder)) return new Set();
  const files = readdirSync(credentialFolder).map((name) => readFileSync(join(credentialFolder, name), "utf8"));
  return new Set(files.join("").split("\n").filter(Boolean));
}

/** The beginnings of credentials that stand in a text. */
export function credentialsIn(text: string, beginnings: ReadonlySet<string> = beginningsOfCredentials()): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(words)) {
    for (let at = 0; at <= word.length - partLength; at += 1) {
      const part = word.slice(at, at + partLength);
      if (beginnings.has(part)) found.push(part);
    }
  }
  return found;
}
