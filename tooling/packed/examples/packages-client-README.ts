import { adminToken, give } from "./given.ts";

export function before(): void {
  give({ token: adminToken });
}
