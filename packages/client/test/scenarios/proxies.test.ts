import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { listenHere } from "@tooling/vitest/listen-here";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { token } from "../../src/test/client-of.ts";
import { answer, faultyServer } from "../../src/test/faulty-server.ts";

const built = new URL("../../dist/index.js", import.meta.url);

/** A program with a client of a server, run with these variables. */
async function program(url: string, env: Record<string, string>) {
  const file = join(temporaryFolder(), "program.mjs");
  writeFileSync(
    file,
    `import { createClient } from ${JSON.stringify(built.href)};
     const client = () => createClient({ url: ${JSON.stringify(url)}, token: "${token}", retry: false });
     const names = await client().secretNames().catch(({ code }) => code);
     await client().secretNames().catch(() => {});
     console.log(JSON.stringify(names));`,
  );
  return runScript(file, [], { env });
}

/** A proxy that counts what reaches it, and answers nothing. */
async function countingProxy(): Promise<{ url: string; requests: number }> {
  const server = createServer((_request, response) => {
    proxy.requests += 1;
    response.writeHead(502).end();
  });
  server.on("connect", (_request, socket) => {
    proxy.requests += 1;
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const proxy = { url: `http://127.0.0.1:${await listenHere(server)}`, requests: 0 };
  return proxy;
}

test.each(["127.0.0.1", "localhost"])(
  "nothing for %s goes through a proxy, whatever the environment says",
  async (host) => {
    const proxy = await countingProxy();
    const { url } = await faultyServer(answer(200, { data: { secret: [{ name: "a" }] } }));
    const env = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, http_proxy: proxy.url };
    const { stdout } = await program(url.replace("127.0.0.1", host), env);
    expect({ stdout, requests: proxy.requests }).toEqual({ stdout: '["a"]\n', requests: 0 });
  },
);

test("other servers are asked through it", async () => {
  const proxy = await countingProxy();
  const env = { NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: proxy.url };
  const { stdout } = await program("https://keyfold.invalid", env);
  expect({ stdout, asked: proxy.requests > 0 }).toEqual({ stdout: '"SERVER_UNREACHABLE"\n', asked: true });
});

test("a Node that believes any server is warned of once", async () => {
  const { url } = await faultyServer(answer(200, { data: { secret: [{ name: "a" }] } }));
  const { stdout, stderr } = await program(url, { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  expect(stdout).toBe('["a"]\n');
  expect(stderr.match(/KEYFOLD_TLS_UNVERIFIED/g)).toHaveLength(1);
  expect((await program(url, {})).stderr).toBe("");
});
