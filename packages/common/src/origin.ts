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
 * An origin for people: `default`, `myapp.toml:12`, `MYAPP__SERVER__PORT` or `override`.
 *
 * @example
 * ```ts
 * console.log(`server.port (${formatOrigin(config.origin("server.port"))})`); // server.port (myapp.toml:3)
 * ```
 *
 * @param origin - from `config.origin`; `undefined`, of a key that nothing sets, gives `unset`.
 */
export function formatOrigin(origin: Origin | undefined): string {
  if (origin?.kind === "file") return `${origin.path}:${origin.line}`;
  return origin?.kind === "variable" ? origin.name : (origin?.kind ?? "unset");
}
