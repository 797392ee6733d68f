import { writeFileSync } from "node:fs";

export function before(): void {
  writeFileSync("myapp.toml", "# my app\n[server]\nport = 8080\n");
}
