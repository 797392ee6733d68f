import { Worker } from "node:worker_threads";

/**
 * A thread that answers what it is asked, in order. It starts with the first question; one that was lost is replaced with
 * the next.
 */
export class Thread<Question, Answer> {
  readonly #file: URL;
  readonly #data: unknown;
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  #worker: Worker | undefined;

  /**
   * @param file - its program.
   * @param data - what the program gets as `workerData`.
   */
  constructor(file: URL, data: unknown) {
    this.#file = file;
    this.#data = data;
  }

  /** @throws Error if the thread is lost. */
  ask(question: Question): Promise<Answer> {
    this.#worker ??= this.#start();
    const answer = Promise.withResolvers<Answer>();
    this.#waiting.push(answer);
    // The process lives on while something is asked, and not for the thread alone.
    this.#worker.ref();
    this.#worker.postMessage(question);
    return answer.promise;
  }

  /** Ends it; what was asked and not answered throws. */
  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    // Nothing of the environment: settings may be there.
    const worker = new Worker(this.#file, { workerData: this.#data, env: {}, execArgv: [] });
    let cause: unknown;
    worker.on("message", (answer: Answer) => {
      this.#waiting.shift()?.resolve(answer);
      if (this.#waiting.length === 0) worker.unref();
    });
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("a thread has ended", { cause }));
    });
    return worker;
  }
}
