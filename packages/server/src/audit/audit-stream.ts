import { constants, write } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { ServerError } from "../server-error.ts";
import { inTime } from "../time/timed-work.ts";

/** How long the sink may take for the rows of one commit, in milliseconds. */
const defaultTimeoutMs = 5000;

/** Between two tries at a pipe that is full, in milliseconds. */
const retryMs = 10;

/** A pipe that nobody reads is an error, and one that is full takes nothing: neither must hold up a thread. */
const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

export interface AuditStreamOptions {
  /** Called when the file was moved away, and a new one begun. */
  readonly onMoved: () => void;
  readonly timeoutMs?: number;
}

/**
 * The stream to a target, if one is set.
 *
 * @param target - a file, or `stdout`.
 * @param onMoved - called when the file was moved away, and a new one begun.
 * @throws ServerError `AUDIT_UNAVAILABLE` for a file that can't be opened.
 */
export async function openAuditStream(
  target: string | undefined,
  onMoved: () => void,
): Promise<AuditStream | undefined> {
  if (target === undefined) return undefined;
  const stream = new AuditStream(target, { onMoved });
  try {
    await stream.open();
    // Whatever else the server needs may fail: nothing stays open until the first row.
    await stream.reopen();
    return stream;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ServerError(
      "AUDIT_UNAVAILABLE",
      `The audit stream ${target} can't be opened: ${code ?? message}.`,
      "Check the setting audit_stream, the file's folder and its permissions.",
      { cause: error },
    );
  }
}

/**
 * The audit log's rows as JSON lines, for a log shipper. Rows are written before their commit: if the sink fails, the
 * commit does, and what is not in the stream is not given out. A commit that fails after that leaves rows here whose ids
 * come again.
 */
export class AuditStream {
  readonly #target: string;
  readonly #options: AuditStreamOptions;
  #file: FileHandle | undefined;
  #inode: bigint | undefined;
  #working: Promise<void> | undefined;
  #reopening: Promise<void> = Promise.resolve();
  #inLine = false;

  /** `target` is a file, made if it is not there, for its owner alone; or `stdout`. */
  constructor(target: string, options: AuditStreamOptions) {
    this.#target = target;
    this.#options = options;
  }

  /**
   * Opens the file, so that a wrong path is known before the first row.
   *
   * @throws Error the system's, if it can't be opened.
   */
  async open(): Promise<void> {
    if (this.#target !== "stdout") await this.#inTime(this.#openFile().then(() => {}));
  }

  /**
   * Writes lines, each with its end.
   *
   * @throws Error if they can't be written, or not in time.
   */
  async write(lines: string): Promise<void> {
    await this.#reopening;
    // One commit at a time writes here; another only if the sink did not take the rows of the one before in time.
    if (this.#working !== undefined) throw new Error("the audit stream has not taken the rows before");
    await this.#inTime(this.#writeAll(lines));
  }

  /**
   * Waits until what was written is on the disk.
   *
   * @throws Error the system's, for a target that is no file.
   */
  async sync(): Promise<void> {
    await this.#inTime(Promise.resolve(this.#file?.sync()));
  }

  /** Lets the file go, so that the next row begins the one that has its name then: after a log was rotated. */
  async reopen(): Promise<void> {
    const reopened = this.#reopening.then(() => this.#release());
    // Rows that come meanwhile wait for it.
    this.#reopening = reopened.catch(() => {});
    await reopened;
  }

  async #release(): Promise<void> {
    const before = this.#working ?? Promise.resolve();
    await this.#inTime(before.then(() => this.#close()));
  }

  /** Waits until the work is done or its time is over; work that goes on keeps other rows out of the middle of a line. */
  async #inTime(work: Promise<void>): Promise<void> {
    const done = work.finally(() => {
      this.#working = undefined;
    });
    this.#working = done.catch(() => {});
    await inTime(done, this.#options.timeoutMs ?? defaultTimeoutMs, "the audit stream takes no rows");
  }

  async #writeAll(lines: string): Promise<void> {
    const fd = this.#target === "stdout" ? 1 : await this.#openFile();
    // A line that broke off is ended first.
    const bytes = Buffer.from(this.#inLine ? `\n${lines}` : lines, "utf8");
    this.#inLine = true;
    let from = 0;
    while (from < bytes.length) {
      const written = await writeSome(fd, bytes.subarray(from));
      from += written;
      // Not what keeps a process from ending that has given the rows up.
      if (written === 0) await delay(retryMs, undefined, { ref: false });
    }
    this.#inLine = false;
  }

  async #openFile(): Promise<number> {
    const found = this.#file && (await stat(this.#target, { bigint: true }).catch(() => undefined));
    if (this.#file !== undefined && found?.ino !== this.#inode) {
      this.#options.onMoved();
      await this.#close();
    }
    if (this.#file === undefined) {
      this.#file = await open(this.#target, flags, 0o600);
      this.#inode = (await this.#file.stat({ bigint: true })).ino;
      this.#inLine = await endsInLine(this.#target);
    }
    return this.#file.fd;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

const writeTo: (fd: number, bytes: Buffer) => Promise<{ bytesWritten: number }> = promisify(write);

/** How many bytes were taken; none by a pipe that is full. */
async function writeSome(fd: number, bytes: Buffer): Promise<number> {
  try {
    return (await writeTo(fd, bytes)).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    throw error;
  }
}

/** Whether the last line of a file was broken off: by a full disk, or by the end of an earlier process. */
async function endsInLine(target: string): Promise<boolean> {
  const status = await stat(target);
  if (!status.isFile() || status.size === 0) return false;
  const file = await open(target, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, status.size - 1);
    return buffer[0] !== 10;
  } finally {
    await file.close();
  }
}
