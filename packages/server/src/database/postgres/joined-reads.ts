import type { Queries } from "../database.ts";

/** Parameters of the calls that are joined, at most: a response is bounded by them. */
const maxParameters = 256;

interface Call {
  readonly parameters: readonly unknown[];
  resolve(rows: object[]): void;
  reject(error: unknown): void;
}

/**
 * Statements that differ in their parameters alone, and are asked for in the same turn of the event loop, become one: for the
 * reads of many requests PostgreSQL then gets one message instead of one each, and gives one answer.
 *
 * @param run - runs a statement outside a transaction.
 * @returns the same for statements whose parameters are strings, bytes and whole numbers, each of the same kind in every call.
 */
export function joinedReads(run: Queries["run"]): Queries["run"] {
  const waiting = new Map<string, Call[]>();
  return <Row>(statement: string, parameters: readonly unknown[]) => {
    if (parameters.length === 0) return run<Row>(statement, parameters);
    return new Promise<Row[]>((resolve, reject) => {
      const call = { parameters, resolve: resolve as Call["resolve"], reject };
      const calls = waiting.get(statement);
      if (calls !== undefined && (calls.length + 1) * parameters.length <= maxParameters) {
        calls.push(call);
        return;
      }
      const first = [call];
      waiting.set(statement, first);
      setImmediate(() => {
        if (waiting.get(statement) === first) waiting.delete(statement);
        void answer(run, statement, first);
      });
    });
  };
}

async function answer(run: Queries["run"], statement: string, calls: readonly Call[]): Promise<void> {
  try {
    const first = calls[0]?.parameters ?? [];
    const lists = first.map((_parameter, index) => calls.map(({ parameters }) => parameters[index]));
    const rows = await run<{ call: number }>(joined(statement, first), lists);
    const byCall = Map.groupBy(rows, ({ call }) => call);
    for (const [index, { resolve }] of calls.entries()) resolve(byCall.get(index + 1) ?? []);
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/** `offset 0` keeps the planner from making a join of it that goes through whole tables: each call looks its rows up by their index. */
function joined(statement: string, parameters: readonly unknown[]): string {
  const lists = parameters.map((one, index) => `$${index + 1}::${typeOf(one)}[]`);
  const names = parameters.map((_one, index) => `p${index + 1}`);
  const ofCall = statement.replaceAll(/\$(\d+)/g, "call.p$1");
  return `select call.number as call, answer.* from unnest(${lists.join(", ")}) with ordinality as call (${names.join(", ")}, number),
    lateral (${ofCall} offset 0) as answer`;
}

function typeOf(parameter: unknown): "text" | "bigint" | "bytea" {
  if (typeof parameter === "string") return "text";
  return typeof parameter === "number" ? "bigint" : "bytea";
}
