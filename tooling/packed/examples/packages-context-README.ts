import { configure } from "./given.ts";

export function before(): void {
  configure('[context.secrets]\nKEY = "from the file"\n');
}
