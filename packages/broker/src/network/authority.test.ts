import { once } from "node:events";
import { connect, createServer } from "node:tls";
import { listenHere } from "@tooling/vitest/listen-here";
import { expect, onTestFinished, test } from "vitest";
import { Authority } from "./authority.ts";

test.each([
  ["api.test", "is believed"],
  ["a.wild.test", "is believed"],
  ["127.0.0.1", "is believed"],
  ["other.test", "permitted subtree violation"],
  ["127.0.0.2", "permitted subtree violation"],
])("the authority's certificates count for the hosts in use alone: %s %s", async (host, expected) => {
  const authority = await Authority.make(["api.test", "*.wild.test", "127.0.0.1:8443"], Date.now());
  const server = createServer(await authority.certify(host, Date.now()));
  server.on("tlsClientError", () => {});
  const port = await listenHere(server);
  const isName = /[a-z]/.test(host);
  const socket = connect({
    ...{ host: "127.0.0.1", port, ca: authority.certificate },
    ...(isName ? { servername: host } : { checkServerIdentity: () => undefined }),
  });
  onTestFinished(() => void socket.destroy());
  const outcome = await once(socket, "secureConnect").then(
    () => "is believed",
    ({ message }: Error) => message,
  );
  expect(outcome).toBe(expected);
});
