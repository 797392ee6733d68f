/** Where a value of the configuration came from. */
export type Origin =
  | { readonly kind: "default" }
  | {
      readonly kind: "file";
      readonly path: string;
      /** From 1. */
      readonly line: number;
    }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "override" };

/**
 * An origin for people: `a default`, `myapp.toml:12`, `MYAPP__SERVER__PORT` or `an override`.
 *
 * @example
 * ```ts
 * console.log(`server.port comes from ${formatOrigin(config.origin("server.port"))}.`);
 * ```
 *
 * @param origin - from `config.origin`; `undefined`, of a key that nothing sets, gives `nowhere`.
 */
export function formatOrigin(origin: Origin | undefined): string {
  switch (origin?.kind) {
    case "file":
      return `${origin.path}:${origin.line}`;
    case "variable":
      return origin.name;
    case "override":
      return "an override";
    case "default":
      return "a default";
    default:
      return "nowhere";
  }
}
