import type { MasterKey } from "./master-key.ts";

/** Where an instance's master key comes from: a file, a command's output, or a file that OpenBao's transit opens. */
export interface MasterKeySource {
  /** What to keep safe, in words for a person. */
  readonly about: string;
  /** Makes the first key, unless there is one. */
  create(): Promise<void>;
  /**
   * The keys that may be the instance's, likeliest first: while the key is being changed there are two. Throws
   * `MASTER_KEY_INVALID` if there is none that can be read.
   */
  read(): Promise<PossibleKey[]>;
  /** Makes the next key and keeps it beside the one in use. */
  prepare(): Promise<MasterKey>;
  /** The next key is in use now: it takes the place of the one before. */
  adopt(): Promise<void>;
}

export interface PossibleKey {
  readonly key: MasterKey;
  /** The one that `prepare` made and `adopt` has not put in its place. */
  readonly isNext: boolean;
}
