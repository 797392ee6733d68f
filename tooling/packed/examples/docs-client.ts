import { adminToken, give, serverUrl } from "./given.ts";

export function before(): void {
  give({ token: adminToken, url: serverUrl });
}
