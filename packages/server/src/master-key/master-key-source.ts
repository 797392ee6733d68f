import type { MasterKey } from "./master-key.ts";

/** Where an instance's master key comes from: a file, a command's output, or a file that OpenBao's transit opens. */
export interface MasterKeySource {
  /** What to keep safe, in words for a person. */
  readonly about: string;
  /** Makes the first key, unless there is one. */
  create(): Promise<void>;
  /** Where the instance's key may be, likeliest first: while it is being changed there is more than one place. */
  places(): Promise<KeyPlace[]>;
  /** Makes another key and keeps it beside the one in use. */
  prepare(): Promise<KeyPlace>;
}

export interface KeyPlace {
  /** The file, if it is one. */
  readonly file?: string;
  /** Throws `MASTER_KEY_INVALID` for a key that can't be read, and `VAULT_UNAVAILABLE` if OpenBao must open it. */
  read(): Promise<MasterKey>;
  /** The instance's key is this one: it takes the place of the one before. */
  adopt(): Promise<void>;
}
