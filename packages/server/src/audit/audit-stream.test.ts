import { execFile } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, onTestFinished, test } from "vitest";
import type { AuditRow } from "./audit-row.ts";
import { streamLines } from "./audit-row.ts";
import { AuditStream } from "./audit-stream.ts";
import { EventIds } from "./event-ids.ts";

const ids = new EventIds(createSecretKey(Buffer.alloc(32, 1)));
const lines = (rows: readonly AuditRow[]): string => streamLines(rows, ids);

function row(seq: number): AuditRow {
  return {
    seq,
    at: Date.UTC(2026, 0, 31),
    team_id: "team",
    request_id: "request",
    actor: "a\nb",
    actor_id: null,
    action: "secret.read",
    subject: 'a "name"\u2028',
    outcome: "allowed",
    code: null,
    version: 3,
    label: "nightly",
    address: "192.0.2.1",
    agent: "node",
    asked: null,
    detail: '{"openedBy":"runner"}',
    format: 2,
    mac: Buffer.alloc(32, seq),
  };
}

function streamTo(target: string, timeoutMs?: number): { stream: AuditStream; moves: () => number } {
  let moves = 0;
  const onMoved = (): void => {
    moves += 1;
  };
  const stream = new AuditStream(target, timeoutMs === undefined ? { onMoved } : { onMoved, timeoutMs });
  onTestFinished(() => stream.reopen());
  return { stream, moves: () => moves };
}

const rowsIn = (file: string): number[] => {
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line).seq);
};

test("writes a line of JSON for each row, for its owner alone", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  const { stream } = streamTo(file);
  await stream.write(lines([row(1), row(2)]));
  await stream.write(lines([row(3)]));
  expect(rowsIn(file)).toEqual([1, 2, 3]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8").split("\n")[0] ?? "")).toEqual({
    seq: 1,
    id: ids.seal(1),
    at: "2026-01-31T00:00:00.000Z",
    teamId: "team",
    action: "secret.read",
    subject: 'a "name"\u2028',
    asked: null,
    outcome: "allowed",
    code: null,
    actor: "a\nb",
    actorId: null,
    label: "nightly",
    version: 3,
    address: "192.0.2.1",
    agent: "node",
    detail: { openedBy: "runner" },
    requestId: "request",
    format: 2,
    mac: "01".repeat(32),
  });
});

test("goes on in a file that is there, and in a new one once the old was rotated away", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "audit.jsonl");
  await streamTo(file).stream.write(lines([row(1)]));
  const { stream, moves } = streamTo(file);
  await stream.write(lines([row(2)]));
  renameSync(file, `${file}.1`);
  await stream.reopen();
  await stream.write(lines([row(3)]));
  expect([rowsIn(`${file}.1`), rowsIn(file), moves()]).toEqual([[1, 2], [3], 0]);
  rmSync(file);
  await stream.write(lines([row(4)]));
  expect([rowsIn(file), moves()]).toEqual([[4], 1]);
});

test("what can't be written is told", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "sub", "audit.jsonl");
  const { stream } = streamTo(file);
  await expect(stream.write(lines([row(1)]))).rejects.toThrow("ENOENT");
  mkdirSync(join(folder, "sub"));
  await stream.write(lines([row(2)]));
  expect(rowsIn(file)).toEqual([2]);
});

test("a pipe that nobody empties is given up in time, and later rows do not queue up behind it", async () => {
  const pipe = join(temporaryFolder(), "pipe");
  await promisify(execFile)("mkfifo", [pipe]);
  // Held open for both, so that opening does not wait; nobody reads.
  const reader = await open(pipe, "r+");
  const { stream } = streamTo(pipe, 50);
  const many = Array.from({ length: 1000 }, (_none, index) => row(index));
  await expect(stream.write(lines(many))).rejects.toThrow("takes no rows");
  await expect(stream.write(lines([row(1)]))).rejects.toThrow("has not taken the rows before");
  const { buffer, bytesRead } = await reader.read(Buffer.alloc(1_000_000), 0, 1_000_000);
  expect(buffer.toString("utf8")).toContain('{"seq":0,');
  const bytes = Buffer.byteLength(lines(many));
  const rest = (async () => {
    for (let length = bytesRead; length < bytes; )
      length += (await reader.read(Buffer.alloc(65_536), 0, 65_536)).bytesRead;
  })();
  await expect
    .poll(() =>
      stream.write(lines([row(2000)])).then(
        () => "taken",
        () => "not yet",
      ),
    )
    .toBe("taken");
  await reader.close();
  await rest.catch(() => {});
});

test("a pipe that is full is let go in time, and one that nobody reads is an error", async () => {
  const pipe = join(temporaryFolder(), "pipe");
  await promisify(execFile)("mkfifo", [pipe]);
  await expect(streamTo(pipe).stream.open()).rejects.toThrow("ENXIO");
  const reader = await open(pipe, "r+");
  const { stream } = streamTo(pipe, 50);
  const many = Array.from({ length: 1000 }, (_none, index) => row(index));
  await expect(stream.write(lines(many))).rejects.toThrow("takes no rows");
  await expect(stream.reopen()).rejects.toThrow("takes no rows");
  const bytes = Buffer.byteLength(lines(many));
  for (let read = 0; read < bytes; ) read += (await reader.read(Buffer.alloc(65_536), 0, 65_536)).bytesRead;
  await stream.reopen();
  await reader.close();
});

test("a line that broke off is ended before the next", async () => {
  const pipe = join(temporaryFolder(), "pipe");
  await promisify(execFile)("mkfifo", [pipe]);
  const first = await open(pipe, "r+");
  const { stream } = streamTo(pipe);
  const broken = stream.write(lines(Array.from({ length: 1000 }, (_none, index) => row(index))));
  await first.read(Buffer.alloc(1000), 0, 1000);
  await first.close();
  await expect(broken).rejects.toThrow("EPIPE");
  const second = await open(pipe, "r+");
  const writing = stream.write(lines([row(5000)]));
  let text = "";
  while (!text.endsWith("}\n")) {
    const { buffer, bytesRead } = await second.read(Buffer.alloc(65_536), 0, 65_536);
    text += buffer.toString("utf8", 0, bytesRead);
  }
  await writing;
  await second.close();
  expect(JSON.parse(text.trim().split("\n").at(-1) ?? "").seq).toBe(5000);
});

test("a line that broke off with an earlier process is ended first", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  writeFileSync(file, '{"seq":1}\n{"seq":2,"id":"20');
  await streamTo(file).stream.write(lines([row(2)]));
  await streamTo(file).stream.write(lines([row(3)]));
  const written = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(written).toHaveLength(4);
  expect(written.slice(2).map((line) => JSON.parse(line).seq)).toEqual([2, 3]);
});

test("a folder in the file's place is an error", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  mkdirSync(file);
  await expect(streamTo(file).stream.write(lines([row(1)]))).rejects.toThrow("EISDIR");
  rmSync(file, { recursive: true });
  writeFileSync(file, "");
});

test("rows that come while the file is let go wait for that", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  const { stream } = streamTo(file);
  for (let seq = 1; seq <= 50; seq += 1) {
    const reopened = [stream.reopen(), stream.reopen()];
    for (let turn = 0; turn < seq % 10; turn += 1) await Promise.resolve();
    await stream.write(lines([row(seq)]));
    await Promise.all(reopened);
  }
  expect(rowsIn(file)).toHaveLength(50);
});
