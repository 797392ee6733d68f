import { createServer, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { listenHere } from "@tooling/vitest/listen-here";
import { describe, expect, it } from "vitest";
import { httpFetch } from "./http-fetch.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  return `http://127.0.0.1:${await listenHere(server)}`;
}

describe("httpFetch", () => {
  it("sends what it is given and reads the response, on one connection", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve(async (request, response) => {
      ports.add(request.socket.remotePort);
      response.setHeader("x-seen", `${request.method} ${request.url} ${request.headers["x-sent"]}`);
      response.writeHead(201).end(await text(request));
    });
    for (const body of ["ü", "again"]) {
      const response = await httpFetch(`${url}/graphql`, { method: "POST", headers: { "x-sent": "yes" }, body });
      expect([response.ok, response.status, response.headers.get("X-Seen"), response.headers.get("x-none")]).toEqual([
        true,
        201,
        "POST /graphql yes",
        null,
      ]);
      expect(await response.text()).toBe(body);
    }
    expect(ports.size).toBe(1);
  });

  it("says what it is, as fetch does, unless it is told what to say", async () => {
    const url = await serve((request, response) => response.end(request.headers["user-agent"]));
    expect(await (await httpFetch(url)).text()).toBe("node");
    expect(await (await httpFetch(url, { headers: { "User-Agent": "mine" } })).text()).toBe("mine");
  });

  it("follows no redirect", async () => {
    const url = await serve((_request, response) => response.writeHead(307, { location: "/elsewhere" }).end());
    const { ok, status, headers } = await httpFetch(url);
    expect([ok, status, headers.get("location")]).toEqual([false, 307, "/elsewhere"]);
  });

  it("gives a body in chunks, of which the rest can be left", async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const url = await serve((_request, response) => {
      response.once("close", resolve).writeHead(200).write("some");
    });
    const { body } = await httpFetch(url);
    const reader = body?.getReader();
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe("some");
    await reader?.cancel();
    await closed;
  });

  it("fails as fetch does, with the reason as its cause", async () => {
    const url = await serve((_request, response) => response.socket?.destroy());
    await expect(httpFetch(url)).rejects.toMatchObject({ name: "TypeError", cause: { code: "ECONNRESET" } });
    const https = url.replace("http:", "https:");
    await expect(httpFetch(https)).rejects.toMatchObject({ name: "TypeError", cause: { code: expect.any(String) } });
    const half = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setImmediate(() => response.socket?.destroy());
    });
    const cutOff = await httpFetch(half);
    await expect(cutOff.text()).rejects.toThrow("fetch failed");
    const bytes = await serve((_request, response) => response.end(Buffer.from([0xff])));
    const noText = await httpFetch(bytes);
    await expect(noText.text()).rejects.toThrow("fetch failed");
  });

  it("throws the signal's reason when it is aborted, also in the middle of a response", async () => {
    const url = await serve((_request, response) => response.writeHead(200).write("half"));
    const controller = new AbortController();
    const begun = await httpFetch(url, { signal: controller.signal });
    const pending = begun.text();
    controller.abort(new Error("enough"));
    await expect(pending).rejects.toThrow("enough");
    await expect(httpFetch(url, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
  });
});
