import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { RunningServer } from "@tooling/vitest/keyfold-server";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { app, type Stage } from "../stage.ts";
import { chapter, holds, narrate, see } from "../story.ts";
import { cloud } from "./setting-secrets.ts";

const value = "sk-the-key-of-the-api";

/** A program that could leak a key, such as a coding agent, uses one that it never holds. */
export async function usingWithoutHolding(stage: Stage, server: RunningServer): Promise<void> {
  chapter("Using a secret without holding it");
  const asAdmin = cloud(server, server.adminToken);
  narrate("An API on this machine wants a key. It tells whether it got it, and says it aloud, as APIs should not:");
  const carried: boolean[] = [];
  const { cert, key } = await selfSignedCertificate("127.0.0.1");
  const api = createServer({ cert, key }, ({ headers }, response) => {
    carried.push(headers.authorization === `Bearer ${value}`);
    response.end(`${carried.at(-1) ? "welcome" : "who are you"}, ${headers.authorization}`);
  });
  try {
    await listen(api);
    const at = `127.0.0.1:${(api.address() as AddressInfo).port}`;
    const authority = join(stage.home, "api.pem");
    writeFileSync(authority, cert);
    await stage.keyfold(["secret", "set", "api key", "--stdin"], asAdmin, value);
    const done = await stage.keyfold(
      ["run", "--use", `API_KEY=api key@${at} GET /v1`, "--", process.execPath, app("call-api.ts")],
      { ...asAdmin, API: `https://${at}`, NODE_EXTRA_CA_CERTS: authority },
    );
    see(done.stdout + done.stderr);
    holds("the program has a placeholder", /^holds: keyfold_use_\w+$/m.test(done.stdout));
    holds("the API got the key", carried.length === 1 && carried[0] === true);
    holds("what it said of it is masked", done.stdout.includes("is answered: welcome, Bearer <secret>"));
    holds("the program never had it", !(done.stdout + done.stderr).includes(value));

    narrate("The request was in the audit log before its first byte left:");
    const audit = await stage.keyfold(["audit", "--action", "secret.use"], asAdmin);
    see(audit.stdout + audit.stderr);
    holds("it tells of this use", /api key.*ok$/m.test(audit.stdout));
  } finally {
    api.closeAllConnections();
    api.close();
  }
}

function listen(api: Server): Promise<void> {
  return new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
}
