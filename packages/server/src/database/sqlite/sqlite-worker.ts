/**
 * A thread with a connection of its own to an SQLite file. It is given the file's path, then statements with their
 * parameters, and answers each with its rows, as JSON: it is sent no key, and columns of bytes, as sealed values are, are in
 * no statement. It imports nothing of ours, since Node runs this file as it is.
 */
import { parentPort, workerData } from "node:worker_threads";
import SqliteConnection, { type Statement } from "better-sqlite3";
import type { Answer, Question, ThreadOptions } from "./sqlite-thread.ts";

const maxStatements = 200;

const { file, timeoutMs, readonly } = workerData as ThreadOptions;
const connection = new SqliteConnection(file, { timeout: timeoutMs, readonly, fileMustExist: true });
// In KiB, negative so.
connection.pragma("cache_size = -16000");
const statements = new Map<string, Statement<unknown[]>>();

parentPort?.on("message", (question: Question) => parentPort?.postMessage(answerTo(question)));

function answerTo({ sql, parameters }: Question): Answer {
  try {
    return { rows: JSON.stringify(prepared(sql).all(...parameters)) };
  } catch (error) {
    if (!(error instanceof SqliteConnection.SqliteError)) throw error;
    return { error: { message: error.message, code: error.code } };
  }
}

function prepared(sql: string): Statement<unknown[]> {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = connection.prepare(sql);
    if (statements.size >= maxStatements) statements.clear();
    statements.set(sql, statement);
  }
  return statement;
}
