import { once } from "node:events";
import { serve } from "@hono/node-server";
import { Secret, withRun } from "@keyfold/secret";
import { Hono } from "hono";

const app = new Hono().post("/charge", async (context) => {
  const key = await new Secret<string>("stripe key").get();
  return context.json({ paidBy: `a key of ${key.length} characters` });
});

await withRun({ allow: ["stripe key"], label: "hono" }, async () => {
  const server = serve(
    { fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT ?? 3000) },
    ({ port }) => console.log(`listening on http://127.0.0.1:${port}`),
  );
  await once(process, "SIGTERM");
  server.close();
});
