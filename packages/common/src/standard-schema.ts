/** What https://standardschema.dev asks of a validator; zod, valibot and arktype give it. */
export interface StandardSchema<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value: gives what it became, or what is wrong with it. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    /** What Standard JSON Schema adds; it tells which keys of a configuration are secret. */
    readonly jsonSchema?:
      | {
          /** Describes what validation gives, as JSON Schema of the target's version. */
          readonly output: (options: { target: string }) => Record<string, unknown>;
        }
      | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The keys that lead to what an issue is about. */
export function keysOf({ path = [] }: SchemaIssue): string[] {
  return path.map((step) => String(typeof step === "object" ? step.key : step));
}

/** An issue's message, unless it quotes the value or a part of it, as validators like to. */
export function messageWithout(value: unknown, message: string): string {
  return quotes(message, value) ? "it does not fit" : message;
}

function quotes(message: string, value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((item) => quotes(message, item));
  if (typeof value === "boolean" || value === "") return false;
  const string = String(value);
  // A short value may be part of any word.
  return string.length < 4 ? message.split(/[^\w.-]+/).includes(string) : message.includes(string);
}
