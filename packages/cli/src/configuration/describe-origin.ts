import type { Origin } from "@keyfold/config";

/** Where a value comes from, for people: `config.toml:12`, the variable's name, or `default`. */
export function describeOrigin(origin: Origin | undefined): string {
  if (origin === undefined || typeof origin === "string") return origin ?? "default";
  return origin.kind === "file" ? `${origin.path}:${origin.line}` : origin.variable;
}
