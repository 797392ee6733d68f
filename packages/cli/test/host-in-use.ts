import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { canary } from "@tooling/vitest/canary";
import { listenHere } from "@tooling/vitest/listen-here";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { afterAll } from "vitest";
import { type Admin, runner } from "./person.ts";

/** A host that a secret is used at. */
export interface HostInUse {
  /** Its address and port. */
  at: string;
  port: number;
  /** What it was asked: the path, and whether the value was there. */
  seen: [path: string, carried: boolean][];
  /** Serves the files of a folder under /repo, to whoever has the value. */
  serve(folder: string): void;
  /** Somebody who may open runs, and whose keyfold believes the host's authority. */
  agent(env?: Record<string, string>): Promise<Admin>;
}

const bytes = Buffer.from(canary).toString("latin1");
const basic = `Basic ${Buffer.from(`git:${canary}`).toString("base64")}`;

/** Starts a host that echoes requests in gzip. It stops when the tests of the file are over. */
export async function startHostInUse(): Promise<HostInUse> {
  const certificate = await selfSignedCertificate("localhost", "127.0.0.1", "api.test");
  const seen: HostInUse["seen"] = [];
  let repository: string | undefined;
  const answer = ({ url = "", headers }: IncomingMessage, response: ServerResponse): void => {
    const carried = headers.authorization === `Bearer ${bytes}` || headers.authorization === basic;
    seen.push([url.replace(/\?.*/, ""), carried]);
    if (url.startsWith("/repo")) {
      const file = join(repository ?? "", url.replace(/\?.*/, "").slice("/repo".length));
      if (!carried) response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      else if (!existsSync(file)) response.writeHead(404).end();
      else response.end(readFileSync(file));
      return;
    }
    response.writeHead(200, { "content-encoding": "gzip", "set-cookie": `k=${headers.authorization}` });
    response.end(gzipSync(JSON.stringify({ carried, headers })));
  };
  const host = createServer({ key: certificate.key, cert: certificate.cert }, answer);
  const port = await listenHere(host, afterAll);
  return {
    at: `127.0.0.1:${port}`,
    port,
    seen,
    serve(folder) {
      repository = folder;
    },
    agent(env = {}) {
      const authority = join(temporaryFolder(), "authority.pem");
      writeFileSync(authority, certificate.cert);
      const own = { NODE_EXTRA_CA_CERTS: authority, NO_PROXY: "127.0.0.1,internal.test", CANARY: "" };
      return runner({ "api key": canary }, { ...own, PATH: process.env.PATH ?? "", ...env });
    },
  };
}
