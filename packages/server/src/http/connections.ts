import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import { networkOf, type TrustedProxies } from "./addresses.ts";

/** How many connections there may be at once. */
export interface ConnectionLimits {
  /** From everywhere. */
  readonly connections: number;
  /** From one address, unless it is a trusted proxy's. */
  readonly connectionsPerAddress: number;
}

/**
 * Keeps a server's connections within their limits. Where a new one is too many, the one that has had no request for the
 * longest time is closed in its stead: of the same address, if that has too many, else of all. If each has a request at
 * hand, the new one is closed.
 */
export function limitConnections(
  server: HttpServer | HttpsServer,
  limits: ConnectionLimits,
  proxies: TrustedProxies | undefined,
): void {
  const all = new Connections(limits.connections);
  const ofAddress = new Map<string, Connections>();
  // With TLS, requests come on another socket than the one that was accepted.
  const accepted = new Map<string, Connection>();
  const bySocket = new WeakMap<Socket, Connection>();

  server.on("connection", (socket: Socket) => {
    const remote = socket.remoteAddress;
    // Closed before it was looked at.
    if (remote === undefined) return void socket.destroy();
    const address = proxies?.isProxy(remote, 0) ? undefined : networkOf(remote);
    const same =
      address === undefined ? undefined : (ofAddress.get(address) ?? new Connections(limits.connectionsPerAddress));
    const lists = same === undefined ? [all] : [same, all];
    if (!lists.every((list) => list.makeRoom())) return void socket.destroy();
    const key = endpointOf(socket);
    const connection: Connection = {
      requests: 0,
      lists,
      close: () => {
        remove();
        socket.destroy();
      },
    };
    const remove = (): void => {
      accepted.delete(key);
      for (const list of lists) list.remove(connection);
      if (address !== undefined && same?.size === 0) ofAddress.delete(address);
    };
    if (address !== undefined && same !== undefined) ofAddress.set(address, same);
    for (const list of lists) list.add(connection);
    accepted.set(key, connection);
    bySocket.set(socket, connection);
    socket.once("close", remove);
  });

  server.on("secureConnection", (socket: Socket) => {
    const connection = accepted.get(endpointOf(socket));
    if (connection === undefined) return;
    bySocket.set(socket, connection);
    socket.once("close", connection.close);
  });

  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = bySocket.get(socket);
    if (connection === undefined) return;
    connection.requests += 1;
    for (const list of connection.lists) list.setBusy(connection);
    response.once("close", () => {
      connection.requests -= 1;
      if (connection.requests === 0) for (const list of connection.lists) list.setIdle(connection);
    });
  });
}

interface Connection {
  /** Those at hand. */
  requests: number;
  /** Where it is counted. */
  readonly lists: readonly Connections[];
  close(): void;
}

/** Connections that are counted together, up to a limit. */
class Connections {
  readonly #max: number;
  readonly #busy = new Set<Connection>();
  /** The one that has been so for the longest time first. */
  readonly #idle = new Set<Connection>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#busy.size + this.#idle.size;
  }

  /** Whether there is room for one more; an idle one is closed for it if need be. */
  makeRoom(): boolean {
    if (this.size < this.#max) return true;
    const [longestIdle] = this.#idle;
    longestIdle?.close();
    return longestIdle !== undefined;
  }

  add(connection: Connection): void {
    this.#idle.add(connection);
  }

  setBusy(connection: Connection): void {
    if (this.#idle.delete(connection)) this.#busy.add(connection);
  }

  setIdle(connection: Connection): void {
    if (this.#busy.delete(connection)) this.#idle.add(connection);
  }

  remove(connection: Connection): void {
    this.#idle.delete(connection);
    this.#busy.delete(connection);
  }
}

function endpointOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}
