/** What a program is started with: a run on a server, or none where secrets are local. */
export interface RunOfProgram {
  /** What tells the program about its run; absent without a run. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * The values of names that are not in `context.secrets`, in order. Throws CommandError for those that can't be read.
   */
  read(names: readonly string[]): Promise<readonly unknown[]>;
  /** Ends the run, if it was opened for the program. */
  end(): Promise<void>;
}
