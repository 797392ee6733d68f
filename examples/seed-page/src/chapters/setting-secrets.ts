import type { RunningServer } from "@tooling/vitest/keyfold-server";
import type { Stage } from "../stage.ts";
import { chapter, holds, narrate, see } from "../story.ts";

/** "Core Client", "GraphQL GQL" and "You can overwrite secrets". */
export async function settingSecrets(stage: Stage): Promise<RunningServer> {
  chapter("A server");
  narrate("In production a team runs a server. It needs nothing but an empty folder:");
  const server = await stage.startServer();
  see(`listening on ${server.url}`);
  holds("it runs, and init printed the team's admin token once", server.adminToken.startsWith("keyfold_team_"));
  const asPerson = cloud(server, server.adminToken);

  chapter("Setting a secret");
  narrate("By the client:");
  const byClient = await stage.runApp("set-secret.ts", asPerson);
  see(byClient.stdout + byClient.stderr);
  holds("my secret is set to 42", byClient.stdout === "{ success: true, version: 1 }\n");

  narrate("By GraphQL, in the page's own words:");
  const byGraphql = await stage.runApp("set-secret-graphql.ts", asPerson);
  see(byGraphql.stdout + byGraphql.stderr);
  holds("the page's mutation succeeds", byGraphql.stdout === "{ setSecret: { success: true } }\n");

  chapter("Overwriting a secret");
  narrate("Changing a value is setting it again; the server keeps it as a new version:");
  const overwritten = await stage.keyfold(["secret", "set", "KEY", "--json", '"NEW VALUE"'], asPerson);
  see(overwritten.stdout + overwritten.stderr);
  holds("KEY has a second version", overwritten.code === 0 && /\b2\b/.test(overwritten.stdout));

  chapter("Secrets are secret");
  narrate("The token that set the value asks for it back:");
  const refused = await stage.runApp("read-as-person.ts", asPerson);
  see(refused.stdout + refused.stderr);
  holds("a person's token is refused, even an admin's", refused.stdout.startsWith("FORBIDDEN: "));
  return server;
}

/** What points a process at the server. */
export function cloud(server: RunningServer, token: string): Record<string, string> {
  return {
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
    KEYFOLD__CLOUD__URL: server.url,
    KEYFOLD__CLOUD__TOKEN: token,
  };
}
