import { request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import { ServerError } from "../server-error.ts";
import { readListen } from "../settings/listen-address.ts";
import type { Settings } from "../settings/settings.ts";
import { addServerOptions, readSettings, type SettingsFlags } from "./settings-options.ts";

interface HealthFlags extends SettingsFlags {
  ready?: boolean;
}

/** How long the server may take to answer, in milliseconds: more than a check of its parts may. */
const timeoutMs = 8000;

/** `keyfold-server health`: asks the server on this machine how it is, for containers that have neither a shell nor curl. */
export function addHealth(program: Command, print: (line: string) => void): void {
  const command = program.command("health").description("check that the server on this machine responds");
  addServerOptions(command)
    .option("--ready", "also check its database, vault, key and audit log")
    .action(async ({ ready = false, ...flags }: HealthFlags) => {
      const url = new URL(ready ? "/readyz" : "/healthz", addressOf(readSettings(flags)));
      const { status, text } = await ask(url);
      if (status !== 200) throw notReady(url, `answers with ${status}: ${text.slice(0, 500)}`);
      print(text);
    });
}

/** Where health is served: on the address of the metrics, if there is one, else where clients are. */
function addressOf({ listen, metrics, metricsListen, tlsCert }: Settings): string {
  const apart = metrics ? metricsListen : undefined;
  const { host, port } = readListen(apart ?? listen);
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `${tlsCert === undefined || apart !== undefined ? "http" : "https"}://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

async function ask(url: URL): Promise<{ status: number | undefined; text: string }> {
  // The certificate is for the name that clients use, not for this address. Nothing secret is sent, and the response is public.
  const options: RequestOptions = { rejectUnauthorized: false, signal: AbortSignal.timeout(timeoutMs) };
  try {
    return await new Promise((resolve, reject) => {
      const send = url.protocol === "https:" ? requestHttps : requestHttp;
      const request = send(url, options, (response) => {
        buffer(response).then((body) => resolve({ status: response.statusCode, text: body.toString() }), reject);
      });
      request.on("error", reject).end();
    });
  } catch (error) {
    throw notReady(url, "does not answer", error);
  }
}

function notReady(url: URL, what: string, cause?: unknown): ServerError {
  const tip = "The server's own log says why. Give this command the settings that the server was started with.";
  return new ServerError("NOT_READY", `${url.href} ${what}.`, tip, { cause });
}
