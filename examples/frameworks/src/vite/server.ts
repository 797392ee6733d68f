import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { withRun } from "@keyfold/secret";
import { createServer as createVite } from "vite";

const vite = await createVite({
  root: import.meta.dirname,
  configFile: false,
  appType: "custom",
  // The package that has opened the run, and not a copy of it among the modules that Vite loads.
  ssr: { external: ["@keyfold/secret"] },
  server: { middlewareMode: true, ws: false },
});

vite.middlewares.use(async (request, response, next) => {
  try {
    const { render } = await vite.ssrLoadModule("/render.ts");
    response.setHeader("content-type", "text/html");
    response.end(await vite.transformIndexHtml(request.url ?? "/", await render()));
  } catch (error) {
    next(error);
  }
});

await withRun({ allow: ["stripe key"], label: "vite" }, async () => {
  const server = createServer(vite.middlewares);
  server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
  await once(server, "listening");
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(process, "SIGTERM");
  server.close();
  await vite.close();
});
