// What the programs of the documentation take for granted: names that a reader fills in.

declare global {
  const token: string;
  const url: string;
  const file: string;
  const log: { warn(message: string): void };
  const pool: { setPassword(password: string): void };
  const child: import("node:child_process").ChildProcessWithoutNullStreams;
  const Worker: typeof import("node:worker_threads").Worker;
  const workerData: { snapshot: import("@keyfold/context").ContextSnapshot };
  function test(name: string, run: () => unknown): void;
  function charge(): Promise<void>;
  function main(): Promise<void>;
  function useNow(config: import("@keyfold/config").Config): void;
}

export {};
