import { installPython } from "./install-python.ts";

/** Prefect's releases whose clients are tried, with what they need of the packages that moved on since. */
const requirements = { "0.7.0": ["prefect==0.7.0", "urllib3<2"], "1.4.1": ["prefect==1.4.1"] } as const;

export type PrefectVersion = keyof typeof requirements;

/** A Python with an unmodified Prefect. */
export function installPrefect(version: PrefectVersion): Promise<string> {
  return installPython(`prefect-${version}`, requirements[version]);
}
