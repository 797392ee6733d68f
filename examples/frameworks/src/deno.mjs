import { Secret } from "@keyfold/secret";

const options = {
  hostname: "127.0.0.1",
  port: Number(Deno.env.get("PORT") ?? 3000),
  onListen: ({ port }) => console.log(`listening on http://127.0.0.1:${port}`),
};

// Deno calls this outside the scope that `Deno.serve` was called in, so the run is the process's: keyfold run opens it.
Deno.serve(options, async () => {
  const key = await new Secret("stripe key").get();
  return Response.json({ paidBy: `a key of ${key.length} characters` });
});
