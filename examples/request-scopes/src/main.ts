import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context } from "@keyfold/context";
import { charge } from "./charge.ts";
import { log } from "./log.ts";

let requests = 0;

const server = createServer((request, response) => {
  const tenant = request.url?.slice(1) ?? "";
  // The tenants' keys stand in [context.secrets]; this request sees its own under the one name that the program asks for.
  const secrets = { "payment key": context.secrets[`payment key of ${tenant}`] };
  requests += 1;
  void context.run({ requestId: `request-${requests}`, secrets }, async () => {
    try {
      response.end(await charge());
    } catch (error) {
      log((error as Error).message);
      response.writeHead(404).end("no such tenant");
    }
  });
});

server.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
