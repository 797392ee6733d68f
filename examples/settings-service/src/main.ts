import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadSettings } from "./settings.ts";

const settings = loadSettings((line) => console.error(line));

const server = createServer((request, response) => {
  const { config } = settings;
  if (request.url === "/settings") {
    response.end(JSON.stringify(config.values));
    return;
  }
  const text = config.get("greeting.text");
  response.setHeader(
    "x-signature",
    createHmac("sha256", config.get("greeting.signing_key")).update(text).digest("hex"),
  );
  response.end(text);
});

server.listen(settings.config.get("server.port"), settings.config.get("server.host"), () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once("SIGTERM", () => {
  settings.close();
  server.close();
  server.closeAllConnections();
});
