import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditChain } from "../../src/audit/audit-chain.ts";
import { allowedEntry } from "../../src/audit/audit-entry.ts";
import { type GoodSegment, goodSegments, type SegmentChecks, segmentRows } from "../../src/audit/good-segments.ts";
import { type AuditReport, verifyAudit } from "../../src/audit/verify-audit.ts";
import type { Database } from "../../src/database/database.ts";
import { openSqlite } from "../../src/database/sqlite/open-sqlite.ts";
import type { OpenInstance } from "../../src/instance/open-instance.ts";
import { type TestServer, testServer } from "../test-server.ts";

/** Rows that are checked before there are threads. */
const before = 500;
/** The last row of the first segment. */
const joint = before + segmentRows;
/** Two segments, and some more rows. */
const count = before + 2 * segmentRows + 100;

const atEnd: (() => unknown)[] = [];
let server: TestServer;
let instance: OpenInstance;
/** Of the whole log. */
let head: string;

beforeAll(async () => {
  server = await testServer({}, undefined, (end) => atEnd.push(end));
  await server.close();
  server.tamper((database) => database.exec(`vacuum into '${join(server.dataFolder, "other.db")}'`));
  instance = await server.openInstance();
  await fill(instance.database, "one");
  await server.sql("create table saved as select * from audit_event");
  ({ head } = await verify(undefined));
});

afterAll(async () => {
  await instance.database.close();
  for (const end of atEnd.reverse()) await end();
});

/** Each row tells of a read, but for one in a hundred. */
async function fill(database: Database, subject: string): Promise<void> {
  const call = { teamId: null, requestId: "r", actor: "a", actorId: null, subject };
  const entries = Array.from({ length: count - 2 }, (_none, index) =>
    allowedEntry({ ...call, action: index % 100 === 0 ? "secret.set" : "secret.read" }, index),
  );
  const chain = new AuditChain(instance.auditKey);
  await database.transaction((transaction) => chain.append(transaction, entries));
}

const withFile = (file: string | undefined): Database => Object.assign(Object.create(instance.database), { file });
const verify = (file: string | undefined, head?: string): Promise<AuditReport> =>
  verifyAudit(withFile(file), instance.auditKey, head);

async function segmentsOf(checks: SegmentChecks, end: number): Promise<GoodSegment[]> {
  const segments: GoodSegment[] = [];
  for await (const segment of goodSegments(checks, before, end)) segments.push(segment);
  return segments;
}

describe("goodSegments", () => {
  test("gives each whole segment, in order, with the rows that are not of reads", async () => {
    const { database, auditKey: key } = instance;
    const macs = await database.reader.selectFrom("audit_event").select(["seq", "mac"]).orderBy("seq").execute();
    const macOf = (seq: number) => macs[seq - 1]?.mac.toString("hex");
    const checks = { file: database.file ?? "", key, head: macOf(joint + 1) };
    const segments = await segmentsOf(checks, count);
    expect(
      segments.map(({ before, last, hasHead, rows }) => [before, last.seq, last.mac, hasHead, rows.length]),
    ).toEqual(
      [0, 1].map((index) => {
        const after = before + index * segmentRows;
        return [macOf(after), after + segmentRows, macOf(after + segmentRows), index === 1, segmentRows / 100];
      }),
    );
    expect(await segmentsOf(checks, joint - 1)).toEqual([]);
    expect(await segmentsOf({ ...checks, file: "nothing" }, count)).toEqual([]);
  });

  const renumbered = `delete from audit_event where seq = ${joint}; update audit_event set seq = seq - 1 where seq > ${joint}`;
  const swapped = `update audit_event set seq = -1 where seq = ${joint};
    update audit_event set seq = ${joint} where seq = ${joint + 1}; update audit_event set seq = ${joint + 1} where seq = -1`;
  const faults: [what: string, sql: string, row: number | undefined][] = [
    ["nothing", "select 1", undefined],
    ["an edited last row", `update audit_event set subject = 'x' where seq = ${joint}`, joint],
    ["an edited first row", `update audit_event set subject = 'x' where seq = ${joint + 1}`, joint + 1],
    ["bytes for a string", `update audit_event set subject = cast(subject as blob) where seq = ${joint}`, joint],
    ["a mac of text", `update audit_event set mac = cast(mac as text) where seq = ${joint}`, joint],
    ["an edited mac", `update audit_event set mac = zeroblob(32) where seq = ${joint}`, joint],
    ["the mac of the first row", `update audit_event set mac = zeroblob(32) where seq = ${joint + 1}`, joint + 1],
    ["a removed last row", `delete from audit_event where seq = ${joint}`, joint],
    ["a removed first row", `delete from audit_event where seq = ${joint + 1}`, joint + 1],
    ["a removed row with the rest renumbered", renumbered, joint],
    ["two rows swapped", swapped, joint],
    ["a removed segment", `delete from audit_event where seq > ${joint} and seq <= ${joint + segmentRows}`, joint + 1],
    ["an edited row before the first segment", `update audit_event set at = 1 where seq = ${before}`, before],
    ["an edited row behind the last segment", `update audit_event set at = 1 where seq = ${count - 1}`, count - 1],
    ["a cut end", `delete from audit_event where seq > ${joint}`, joint + 1],
  ];
  test.each(faults)("%s at a joint is found as without threads", async (_what, sql, row) => {
    server.tamper((database) => database.exec(sql));
    const report = await verify(instance.database.file, head);
    expect(report).toEqual(await verify(undefined, head));
    expect(report.problem?.row).toBe(row);
    server.tamper((database) => database.exec("delete from audit_event; insert into audit_event select * from saved"));
  });

  test("segments that do not go on from the log's own row are not taken", async () => {
    const file = join(server.dataFolder, "other.db");
    const other = await openSqlite(file);
    await fill(other, "other");
    await other.close();
    expect(await verify(file)).toEqual(await verify(undefined));
  });
});
