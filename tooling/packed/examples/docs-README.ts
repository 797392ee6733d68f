import { configure } from "./given.ts";

export function before(): void {
  configure('[context.secrets]\n"stripe key" = "from my laptop"\n');
}
