import type { RunningServer } from "@tooling/vitest/keyfold-server";
import type { Stage } from "../stage.ts";
import { chapter, holds, narrate, see } from "../story.ts";
import { cloud } from "./setting-secrets.ts";

/** The page of the server, for people who don't live in a terminal. */
export async function theConsole(stage: Stage, server: RunningServer): Promise<void> {
  chapter("The console");
  narrate("Who would rather click than type opens the server's own page:");
  const opened = await stage.keyfold(["console", "--no-browser"], cloud(server, server.adminToken));
  see(opened.stdout + opened.stderr);
  const page = await fetch(opened.stdout.trim());
  holds("the server serves it, and lets no other code run on it", page.ok && /script-src 'self'/.test(policyOf(page)));

  narrate("Signing in there gives a session that reads nothing, even for this admin, whose token opens runs:");
  const headers = { origin: server.url, "x-keyfold-console": "user", "content-type": "application/json" };
  const authorization = `Bearer ${server.adminToken}`;
  const signedIn = await fetch(`${server.url}/session`, { method: "POST", headers: { ...headers, authorization } });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const body = JSON.stringify({ query: "mutation { openRun(input: {}) { token } }" });
  const asked = await fetch(`${server.url}/graphql`, { method: "POST", headers: { ...headers, cookie }, body });
  const { errors } = (await asked.json()) as { errors: { message: string; extensions: { code: string } }[] };
  see(`${errors[0]?.extensions.code}: ${errors[0]?.message}`);
  holds("a session opens no run", errors[0]?.extensions.code === "FORBIDDEN");
}

function policyOf(page: Response): string {
  return page.headers.get("content-security-policy") ?? "";
}
