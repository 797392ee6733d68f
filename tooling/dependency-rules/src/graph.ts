/** Who imports whom: each node with those that it imports. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The graph of these edges. */
export function graphOf(edges: Iterable<readonly [from: string, to: string]>): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (!graph.has(to)) graph.set(to, new Set());
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/** All that can be reached from a node; the node itself only if it is on a circle. */
function reachableFrom(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const next = [...(graph.get(start) ?? [])];
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    next.push(...(graph.get(node) ?? []));
  }
  return reached;
}

/** The nodes that can be reached from themselves, in groups that reach each other. Empty for a graph without circles. */
export function circlesOf(graph: Graph): string[][] {
  const reach = new Map([...graph.keys()].map((node) => [node, reachableFrom(graph, node)]));
  const onCircle = [...graph.keys()].filter((node) => reach.get(node)?.has(node)).sort();
  const groups = onCircle.map((node) =>
    onCircle.filter((other) => reach.get(node)?.has(other) && reach.get(other)?.has(node)),
  );
  return groups.filter(([first], index) => first === onCircle[index]);
}

/**
 * A graph as a flowchart in Mermaid. An edge is left out where a longer way leads to the same node, so that few lines cross.
 */
export function flowchart(graph: Graph): string {
  const lines = [...graph].flatMap(([from, targets]) => {
    const detours = new Set([...targets].flatMap((target) => [...reachableFrom(graph, target)]));
    return [...targets]
      .filter((target) => !detours.has(target))
      .map((target) => `  ${nodeOf(from)} --> ${nodeOf(target)}`);
  });
  return `flowchart TD\n${lines.sort().join("\n")}\n`;
}

function nodeOf(name: string): string {
  return `${name.replace(/\W/g, "_")}["${name}"]`;
}
