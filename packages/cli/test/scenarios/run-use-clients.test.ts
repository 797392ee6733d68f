import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { buildGo, findGo } from "@tooling/vitest/build-go";
import { installPython } from "@tooling/vitest/install-python";
import { listenHere } from "@tooling/vitest/listen-here";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { startHostInUse } from "../host-in-use.ts";
import { node } from "../program.ts";

const { at, port, seen, serve, agent } = await startHostInUse();
const go = findGo();

/** Python from 3.13 on is as strict by itself. */
const strictPython = `
import os, ssl, urllib.request
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
request = urllib.request.Request("https://AT/py", headers={"Authorization": "Bearer " + os.environ["KEY"]})
print(opener.open(request).read().decode())`;

describe("common clients find the broker and believe it", () => {
  const clients: [what: string, command: () => string[]][] = [
    ["curl in HTTP/2", () => ["sh", "-c", `curl -sS --http2 -H "Authorization: Bearer $KEY" https://${at}/curl2`]],
    ["Python's urllib, as strict as can be", () => ["python3", "-c", strictPython.replace("AT", at)]],
    [
      "Node's fetch",
      () =>
        node(
          `fetch("https://${at}/fetch", { headers: { authorization: "Bearer " + process.env.KEY } }).then((a) => a.text()).then(console.log)`,
        ),
    ],
    [
      "Node's https",
      () =>
        node(
          `process.getBuiltinModule("node:https").get("https://${at}/https", { headers: { authorization: "Bearer " + process.env.KEY } }, (a) => a.pipe(process.stdout))`,
        ),
    ],
  ];

  test.each(clients)("%s", async (_what, command) => {
    const bo = await agent();
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--", ...command()]);
    expect(done.stdout + done.stderr).toContain('"carried":true');
    expect(done.stdout).toContain('"authorization":"Bearer <secret>"');
    expect(seen.at(-1)?.[1]).toBe(true);
  });

  test("Python's requests, and httpx in HTTP/2", async () => {
    const python = await installPython("python-http", ["requests==2.34.2", "httpx[http2]==0.28.1"]);
    const bo = await agent();
    const script = `
import os, requests, httpx
headers = {"Authorization": "Bearer " + os.environ["KEY"]}
print(requests.get("https://${at}/requests", headers=headers).json()["headers"]["authorization"])
answer = httpx.Client(http2=True).get("https://${at}/httpx", headers=headers)
print(answer.http_version, answer.json()["headers"]["authorization"], answer.headers["set-cookie"])`;
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--", python, "-c", script]);
    expect([done.stdout, done.stderr]).toEqual(["Bearer <secret>\nHTTP/2 Bearer <secret> k=Bearer <secret>\n", ""]);
  });

  test("git", async () => {
    const bo = await agent();
    const folder = temporaryFolder();
    const env = { PATH: process.env.PATH ?? "", HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null" };
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@a", ...args], { cwd: folder, env, stdio: "pipe" });
    git("init", "-q", "work");
    git("-C", "work", "commit", "-q", "--allow-empty", "-m", "first");
    git("clone", "-q", "--bare", "work", "bare");
    git("-C", "bare", "update-server-info");
    serve(join(folder, "bare"));
    const clone = `git clone -q https://git:$KEY@${at}/repo ${join(folder, "copy")} && git -C ${join(folder, "copy")} log --format=%s`;
    const done = await bo.keyfold(["run", "--use", `KEY=api key@${at}`, "--as", "ghp_…", "--shell", clone]);
    expect([done.stdout, done.stderr]).toEqual(["first\n", ""]);
    expect(seen.some(([path, carried]) => path === "/repo/info/refs" && carried)).toBe(true);
  });

  test.runIf(go !== undefined)(
    "Go, where it is in /usr/local/go or in PATH, in HTTP/2",
    { timeout: 600_000 },
    async () => {
      const proxy = await proxyToHere();
      const bo = await agent({ HTTPS_PROXY: proxy });
      // Go reaches this machine's own names past every proxy.
      const target = `api.test:${port}`;
      const program = await buildGo(go ?? "", goProgram);
      const done = await bo.keyfold(["run", "--use", `KEY=api key@${target}`, "--", program, `https://${target}/go`]);
      expect(done.stdout + done.stderr).toContain('"authorization":"Bearer <secret>"');
      expect(done.stdout).toContain("HTTP/2.0");
      expect(seen.at(-1)).toEqual(["/go", true]);
    },
  );
});

const goProgram = `package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	request, _ := http.NewRequest("GET", os.Args[1], nil)
	request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	io.Copy(os.Stdout, response.Body)
	fmt.Println(response.Proto)
}
`;

/** A proxy that takes every name for this machine. */
async function proxyToHere(): Promise<string> {
  const server = createServer();
  server.on("connect", (request, socket: Socket) => {
    const onward = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Yes\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    for (const each of [socket, onward]) each.on("error", () => {});
  });
  return `http://127.0.0.1:${await listenHere(server)}`;
}
