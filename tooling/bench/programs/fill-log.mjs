// Appends so many reads to the audit log of an embedded store, chained as the server chains them.
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AuditChain } from "../../../packages/server/src/audit/audit-chain.ts";
import { openInstance } from "../../../packages/server/src/instance/open-instance.ts";
import { loadSettings } from "../../../packages/server/src/settings/load-settings.ts";

const rowsPerCommit = 16_384;
const [dataFolder, count] = [process.argv[2], Number(process.argv[3])];
const instance = await openInstance(loadSettings({ given: { data: dataFolder }, env: {} }));
const chain = new AuditChain(instance.auditKey);
const { id: teamId } = await instance.database.reader.selectFrom("team").select("id").executeTakeFirstOrThrow();
const run = randomUUID();
const detail = { openedBy: "the benchmark's runner", openedById: randomUUID() };
for (let from = 0; from < count; from += rowsPerCommit) {
  const at = Date.now();
  const entries = Array.from({ length: Math.min(rowsPerCommit, count - from) }, (_none, index) => ({
    teamId,
    requestId: randomUUID(),
    actor: `run:${run}`,
    actorId: run,
    action: "secret.read",
    subject: `secret-${String((from + index) % 1000).padStart(7, "0")}`,
    version: 1,
    label: "nightly report",
    address: "127.0.0.1",
    agent: null,
    detail,
    at,
    outcome: "allowed",
    code: null,
  }));
  const committed = await instance.database.transaction((transaction) => chain.append(transaction, entries));
  committed();
  // The thread that moves the write-ahead log into the file is heard between two turns of the event loop.
  await nextTurn();
}
await instance.database.close();
