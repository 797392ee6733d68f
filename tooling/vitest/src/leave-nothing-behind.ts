import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  beginningsOfCredentials,
  canary,
  credentialFolder,
  credentialsIn,
  spellings,
  transcriptFolder,
} from "./canary.ts";

/**
 * Around a whole run: what was printed is searched for the canary and for credentials of others, and no temporary folder may be left. The run has a folder of its own
 * for those, so that what else happens on the machine is not taken for its doing.
 */
export default function setup(): () => void {
  for (const old of [transcriptFolder, credentialFolder]) rmSync(old, { recursive: true, force: true, maxRetries: 5 });
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-run-"));
  // PostgreSQL runs as another user where the tests run as root.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => {
    const leaks = transcriptsWithSecrets();
    const left = readdirSync(folder).filter((name) => name.startsWith("keyfold-"));
    rmSync(folder, { recursive: true, force: true });
    const faults = [
      ...leaks.map((file) => `The canary secret or a credential was printed: ${file}`),
      ...left.map((name) => `A temporary folder was left: ${name}`),
    ];
    if (faults.length > 0) {
      process.exitCode = 1;
      throw new Error(faults.join("\n"));
    }
  };
}

function transcriptsWithSecrets(): string[] {
  if (!existsSync(transcriptFolder)) return [];
  const beginnings = beginningsOfCredentials();
  return readdirSync(transcriptFolder)
    .map((name) => join(transcriptFolder, name))
    .filter((file) => {
      const text = readFileSync(file, "utf8");
      const hasCanary = spellings(canary).some((spelling) => text.includes(spelling));
      return hasCanary || credentialsIn(text, beginnings).length > 0;
    });
}
