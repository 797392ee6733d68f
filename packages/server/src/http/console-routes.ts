import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pageHeaders } from "./html.ts";

/** A file of the console, in memory in each encoding that it was built in. */
interface ConsoleFile {
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly type: string;
  readonly etag: string;
}

/** The console's files by their paths, `index.html` and `assets/…`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The views of the page: each is the same file, which looks at the address. */
const views = ["/", "/secrets", "/secrets/*", "/runs", "/audit", "/tokens", "/trusts", "/teams", "/health"];

const headers = pageHeaders([
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
]);

const notInstalled =
  "The console is not installed: `npm install --global @keyfold/console` beside @keyfold/server, and start the server again.\n";

/** The console's built files, where the package `@keyfold/console` is installed beside the server; undefined where it is not. */
export function readConsole(): ConsoleFiles | undefined {
  const folder = builtFolder();
  if (folder === undefined) return undefined;
  const files = new Map<string, ConsoleFile>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = entry.replaceAll("\\", "/");
    const type = types[extname(path)];
    if (type === undefined) continue;
    const file = join(folder, entry);
    const plain = readFileSync(file);
    const encoded = (end: string): Buffer | undefined =>
      existsSync(file + end) ? readFileSync(file + end) : undefined;
    const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
    files.set(path, { plain, br: encoded(".br"), gzip: encoded(".gz"), type, etag });
  }
  return files.has("index.html") ? files : undefined;
}

function builtFolder(): string | undefined {
  // From the program that was started, too: as pnpm installs packages, each sees only what it depends on.
  for (const from of [import.meta.url, process.argv[1]]) {
    try {
      const manifest = createRequire(from ?? "").resolve("@keyfold/console/package.json");
      const folder = join(dirname(manifest), "dist");
      if (existsSync(folder)) return folder;
    } catch {
      // It is not there.
    }
  }
  return undefined;
}

/**
 * The console: its page at `/` and at the address of each view, and its files under `/assets/`, whose names change with what
 * is in them.
 *
 * @param files - undefined where it is not installed: `/` says then how to add it.
 */
export function addConsoleRoutes(app: FastifyInstance, files: ConsoleFiles | undefined): void {
  const page = files?.get("index.html");
  if (page === undefined) {
    app.get("/", (_request, reply) => reply.code(404).type("text/plain; charset=utf-8").send(notInstalled));
    return;
  }
  for (const view of views) {
    app.get(view, (request, reply) => send(request, reply.header("cache-control", "no-cache"), page));
  }
  app.get<{ Params: { "*": string } }>("/assets/*", (request, reply) => {
    const file = files?.get(`assets/${request.params["*"]}`);
    if (file === undefined) return reply.callNotFound();
    return send(request, reply.header("cache-control", "public, max-age=31536000, immutable"), file);
  });
}

function send(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile): FastifyReply {
  reply.headers({ ...headers, "content-type": file.type, etag: file.etag, vary: "accept-encoding" });
  if (request.headers["if-none-match"]?.includes(file.etag)) return reply.code(304).send();
  const accepted = encodingsOf(request);
  if (file.br && accepted.has("br")) return reply.header("content-encoding", "br").send(file.br);
  if (file.gzip && accepted.has("gzip")) return reply.header("content-encoding", "gzip").send(file.gzip);
  return reply.send(file.plain);
}

/** Those that a client takes; one with a quality of 0 it does not. */
function encodingsOf({ headers }: FastifyRequest): ReadonlySet<string> {
  const given = String(headers["accept-encoding"] ?? "")
    .toLowerCase()
    .split(",");
  return new Set(given.filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one)).map((one) => one.split(";")[0]?.trim() ?? ""));
}
