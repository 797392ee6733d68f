import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";
import { addConsoleRoutes } from "./console-routes.ts";

const views = ["/", "/secrets", "/secrets/prod/db%20url", "/runs", "/audit", "/tokens", "/trusts", "/teams", "/health"];

function get({ server }: TestServer, url: string, headers: Record<string, string> = {}) {
  return server.inject({ method: "GET", url, headers });
}

/** The addresses of the files that the page loads at once. */
async function filesOf(server: TestServer): Promise<string[]> {
  const { body } = await get(server, "/");
  return [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => String(address));
}

describe("the console", () => {
  test("is one page at the address of each view, with headers that let in nothing else", async () => {
    const server = await testServer();
    const pages = await Promise.all(views.map((view) => get(server, view)));
    for (const { statusCode, body, headers } of pages) {
      expect(statusCode).toBe(200);
      expect(body).toBe(pages[0]?.body);
      expect(body).not.toMatch(/<style|style=|<script(?![^>]* src=)/);
      const policy = String(headers["content-security-policy"]);
      expect(policy).not.toContain("unsafe");
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
        expect(policy).toContain(part);
      }
      expect(headers).toMatchObject({
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "same-origin",
        "cache-control": "no-cache",
      });
      expect(headers["permissions-policy"]).toContain("camera=()");
    }
    expect((await get(server, "/nothing")).statusCode).toBe(404);
    expect((await get(server, "/assets/nothing.js")).statusCode).toBe(404);
    expect((await get(server, "/assets/..%2findex.html")).statusCode).toBe(404);
  });

  test("comes compressed, once for each change, and is small", async () => {
    const server = await testServer();
    let bytes = 0;
    for (const address of ["/", ...(await filesOf(server))]) {
      const { headers, statusCode } = await get(server, address, { "accept-encoding": "gzip, br" });
      expect(statusCode, address).toBe(200);
      expect(headers["content-encoding"], address).toBe("br");
      bytes += Number(headers["content-length"]);
      if (address !== "/") expect(headers["cache-control"], address).toBe("public, max-age=31536000, immutable");
      const again = await get(server, address, { "if-none-match": String(headers.etag) });
      expect(again, address).toMatchObject({ statusCode: 304, body: "" });
      const gzip = await get(server, address, { "accept-encoding": "gzip, br;q=0" });
      expect(gzip.headers["content-encoding"], address).toBe("gzip");
      expect((await get(server, address)).headers["content-encoding"], address).toBeUndefined();
    }
    expect(bytes).toBeLessThan(150_000);
  });

  test("is not there where the setting is false", async () => {
    const server = await testServer({ console: false });
    for (const view of views) expect((await get(server, view)).statusCode).toBe(404);
  });

  test("says how to add it where it is not installed", async () => {
    const app = Fastify();
    addConsoleRoutes(app, undefined);
    const { statusCode, body } = await app.inject("/");
    expect(statusCode).toBe(404);
    expect(body).toMatch(/npm install --global @keyfold\/console.*\n$/);
  });
});
