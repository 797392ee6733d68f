import { Secret, withRun } from "@keyfold/secret";

await withRun({ allow: ["stripe key"], label: "bun" }, async () => {
  const { promise, resolve } = Promise.withResolvers();
  const server = Bun.serve({
    port: Number(process.env.PORT ?? 3000),
    async fetch() {
      const key = await new Secret("stripe key").get();
      return Response.json({ paidBy: `a key of ${key.length} characters` });
    },
  });
  console.log(`listening on ${server.url}`);
  process.once("SIGTERM", resolve);
  await promise;
  await server.stop();
});
