import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { onTestFinished } from "vitest";
import type { AtEnd } from "./temporary-folder.ts";

/** Has a server listen on a free port of this machine until it is over, by default until the test ends, and gives the port. */
export async function listenHere(server: Server, atEnd: AtEnd = onTestFinished): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  atEnd(() => {
    if ("closeAllConnections" in server) (server as { closeAllConnections(): void }).closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
