/** A secret that the program gets without asking for it. */
export interface NamedSecret {
  /** The variable that is set. */
  readonly variable: string;
  /** The secret's name. */
  readonly name: string;
  /** Whether the variable holds the value, or the path of a file that does. */
  readonly as: "value" | "file";
}

/** What the line after `keyfold run` asks for. */
export interface Wishes {
  readonly program: { readonly command: string; readonly args: readonly string[] } | { readonly shell: string };
  readonly named: readonly NamedSecret[];
  /** Absent: all of the team's. */
  readonly allow: readonly string[] | undefined;
  readonly ttlSeconds: number;
  readonly label: string | undefined;
  readonly prefect: boolean;
  readonly redact: boolean;
}
