import { type AddressInfo, connect, createServer } from "node:net";
import { onTestFinished } from "vitest";

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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  tunnel.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return tunnel;
}
