import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { listenHere } from "@tooling/vitest/listen-here";

/** Stands between a client and a server until the test ends, and keeps the GraphQL fields that were asked for. */
export async function countingProxy(target: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy = createServer(async (request, response) => {
    const body = await text(request);
    asked.push(/\{\s*(\w+)/.exec(String(JSON.parse(body).query))?.[1] ?? "?");
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: request.headers.authorization ?? "",
      },
      body,
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  });
  return { url: `http://127.0.0.1:${await listenHere(proxy)}`, asked };
}
