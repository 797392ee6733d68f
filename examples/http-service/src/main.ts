import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Secret, withRun } from "@keyfold/secret";

const { PORT = "8080", TTL_SECONDS = "60" } = process.env;

await withRun({ allow: ["signing key"], ttlSeconds: Number(TTL_SECONDS), label: "http-service" }, async () => {
  const server = createServer(async (_request, response) => {
    try {
      const key = String(await new Secret("signing key").get());
      response.end(`signed with a key of ${key.length} characters\n`);
    } catch (error) {
      response.writeHead(503).end(`${(error as { code?: string }).code}\n`);
    }
  });
  server.listen(Number(PORT), "127.0.0.1");
  await once(server, "listening");
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(process, "SIGTERM");
  server.close();
});
