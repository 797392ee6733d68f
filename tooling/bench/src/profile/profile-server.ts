import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { load } from "../load/load.ts";
import { startKeyfold } from "../servers/keyfold.ts";
import { keyfoldBatches, keyfoldReads, keyfoldWrites } from "../servers/keyfold-targets.ts";
import { thousand } from "../servers/secrets.ts";
import { type CpuProfile, selfTimes } from "./self-times.ts";

const [warmUpSeconds, seconds, shown] = [2, 8, 30];
const profilesFolder = join(import.meta.dirname, "../../node_modules/.cache/profiles");

/**
 * Loads the server under Node's CPU profiler: with reads, with reads of 100 names, with writes. Gives a text with the functions that took most
 * time themselves, and where the profiles are, for Chrome's DevTools or any other viewer.
 */
export async function profileServer(bench: Bench): Promise<string> {
  const loads = { reads: keyfoldReads, "reads of 100 names": keyfoldBatches, writes: keyfoldWrites };
  const parts: string[] = [];
  for (const [name, targetOf] of Object.entries(loads)) {
    bench.print(`Profiling ${name}`);
    const profiles = join(profilesFolder, `${new Date().toISOString()} ${name}`.replaceAll(/[: ]/g, "-"));
    const variables = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir="${profiles}"` };
    const server = await startKeyfold(bench, name, thousand, { variables });
    const target = targetOf(server, thousand);
    await load(target, { seconds: warmUpSeconds });
    const rate = (await load(target, { seconds })).perSecond;
    // The profile is written when it ends.
    await server.stop();
    const file = join(profiles, readdirSync(profiles)[0] ?? "");
    const times = selfTimes(JSON.parse(readFileSync(file, "utf8")) as CpuProfile).slice(0, shown);
    const lines = times.map(({ where, share }) => `${(share * 100).toFixed(1).padStart(6)} %  ${where}`);
    parts.push(
      `${name}: ${Math.round(rate)} requests a second under the profiler`,
      ...lines,
      `   all of it: ${file}`,
      "",
    );
  }
  return parts.join("\n");
}
