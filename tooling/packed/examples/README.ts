import { configure } from "./given.ts";

export function before(): void {
  configure('[context.secrets]\n"my secret" = 42\n');
}
