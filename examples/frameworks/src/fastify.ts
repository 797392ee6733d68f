import { once } from "node:events";
import { Secret, withRun } from "@keyfold/secret";
import Fastify from "fastify";

const app = Fastify();

app.post("/charge", async () => {
  const key = await new Secret<string>("stripe key").get();
  return { paidBy: `a key of ${key.length} characters` };
});

await withRun({ allow: ["stripe key"], label: "fastify" }, async () => {
  console.log(`listening on ${await app.listen({ port: Number(process.env.PORT ?? 3000) })}`);
  await once(process, "SIGTERM");
  await app.close();
});
