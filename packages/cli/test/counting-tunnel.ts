import { connect, createServer } from "node:net";
import { listenHere } from "@tooling/vitest/listen-here";

/** A way to a server that counts what goes through it, until the test ends. */
export interface CountingTunnel {
  url: string;
  connections: number;
  requests: number;
}

export async function countingTunnel(target: string): Promise<CountingTunnel> {
  const { hostname, port } = new URL(target);
  const tunnel: CountingTunnel = { url: "", connections: 0, requests: 0 };
  const server = createServer((near) => {
    tunnel.connections += 1;
    const far = connect(Number(port), hostname);
    near.on("data", (bytes) => {
      tunnel.requests += bytes.toString("latin1").split("POST /").length - 1;
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on("error", () => to.destroy());
    }
  });
  tunnel.url = `http://127.0.0.1:${await listenHere(server)}`;
  return tunnel;
}
