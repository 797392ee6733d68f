import type { RunningServer } from "@tooling/vitest/keyfold-server";
import { app, type Stage } from "../stage.ts";
import { chapter, holds, narrate, see } from "../story.ts";
import { cloud } from "./setting-secrets.ts";

/** "Using a secret", "Secrets are secret!" and "Querying for secret names". */
export async function usingSecrets(stage: Stage, server: RunningServer): Promise<void> {
  chapter("Using a secret");
  narrate("A service gets a runner's token: it opens runs and reads nothing by itself.");
  const created = await stage.keyfold(
    ["token", "create", "--role", "runner", "--name", "nightly", "--json"],
    cloud(server, server.adminToken),
  );
  const { token: runnerToken } = JSON.parse(created.stdout) as { token: string };
  holds("the admin made a runner token", runnerToken.startsWith("keyfold_team_"));
  const asRunner = cloud(server, runnerToken);

  narrate("Outside a run:");
  const outside = await stage.runApp("use-secret.ts", asRunner);
  const message = outside.stderr.split("\n").find((line) => line.startsWith("NotInRunError")) ?? outside.stderr;
  see(message.trim());
  holds("get() is refused outside a run", outside.code !== 0 && message.includes("NotInRunError"));

  narrate("The same program, started inside one:");
  const inside = await stage.keyfold(
    ["run", "--allow", "my secret", "--", process.execPath, app("use-secret.ts")],
    asRunner,
  );
  see(inside.stdout + inside.stderr);
  holds("inside a run it gives 42", inside.code === 0 && inside.stdout === "42\n");

  narrate("A program can also open the run itself, and read anywhere within it:");
  const anywhere = await stage.runApp("use-secret-anywhere.ts", asRunner);
  see(anywhere.stdout + anywhere.stderr);
  const lines = anywhere.stdout.split("\n");
  for (const place of ["a plain function", "a timer callback", "a promise chain", "an event handler"]) {
    holds(`${place} reads 42`, lines.includes(`${place}: 42`));
  }
  holds("when the run has ended, so has the reading", lines.includes("after the run: NotInRunError"));

  chapter("Querying for names");
  narrate("Names are no secret to the team. The page's query, word for word:");
  const names = await stage.runApp("query-names.ts", cloud(server, server.adminToken));
  see(names.stdout + names.stderr);
  holds(
    "it lists every name and no value",
    names.stdout === `${JSON.stringify({ secret: [{ name: "KEY" }, { name: "my secret" }] })}\n`,
  );

  chapter("The audit log");
  narrate("All of this was written down before it was answered:");
  const audit = await stage.keyfold(["audit"], cloud(server, server.adminToken));
  see(audit.stdout + audit.stderr);
  for (const action of ["secret.set", "secret.read", "run.open", "run.end", "token.create"]) {
    holds(`it tells of ${action}`, audit.stdout.includes(action));
  }
  holds("it tells that the person's read was refused", /secret\.read.*FORBIDDEN/.test(audit.stdout));
  // A row may well be of the second 42, or of an id that has it.
  const withoutTimes = audit.stdout.replace(/\d+:\d+:\d+Z|[\da-f]{8}-[-\da-f]+/g, "");
  holds("it holds no value", !/\b42\b|VALUE/.test(withoutTimes));
}
