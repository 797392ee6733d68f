/** As much of a `.cpuprofile` as is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  /** The function, its file and line. */
  readonly where: string;
  /** Its share of the time in which the process did anything. */
  readonly share: number;
}

/** The functions of a profile by the time they took themselves, what they call left out, the longest first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let sum = 0;
  for (const [index, id] of samples.entries()) {
    const where = places.get(id) ?? "(unknown)";
    const microseconds = timeDeltas[index] ?? 0;
    if (where === "(idle)") continue;
    times.set(where, (times.get(where) ?? 0) + microseconds);
    sum += microseconds;
  }
  return [...times]
    .map(([where, microseconds]) => ({ where, share: microseconds / sum }))
    .toSorted((a, b) => b.share - a.share);
}

function placeOf({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  if (url === "") return name;
  const file = url.replace(/^.*\/node_modules\//, "").replace(/^file:\/\/.*?\/(packages\/)/, "$1");
  return `${name}  ${file}:${lineNumber + 1}`;
}
