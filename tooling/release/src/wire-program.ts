/**
 * Makes each call that a client has for a server, and prints the parts that do not change from run to run. It is written
 * for the released client: what it uses works until a major.
 */
export const wireProgram = `
  import { createClient, KeyfoldError } from "@keyfold/client";

  const url = process.env["SERVER_URL"] ?? "";
  const admin = createClient({ url, token: process.env["ADMIN_TOKEN"] ?? "" });
  const codeOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(() => "done", (error) => (error instanceof KeyfoldError ? error.code : String(error)));
  const seen: Record<string, unknown> = {};

  seen.set = await admin.setSecret({ name: "a", value: 1 });
  seen.setMany = await admin.setSecrets([{ name: "a", value: [2, null] }, { name: "b", value: "text" }]);
  seen.rolledBack = await admin.rollbackSecret({ name: "a", version: 1 });
  seen.names = await admin.secretNames();
  seen.listed = (await admin.secrets({ limit: 1 })).map(({ name, version }) => ({ name, version }));
  seen.history = (await admin.secret("a"))?.versions.length;
  seen.verbatim = await admin.request("query { secret(order_by: { name: desc }) { name } }");

  const { id: tokenId, token } = await admin.createToken({ name: "nightly", role: "runner", ttlSeconds: 600 });
  const runner = createClient({ url, token });
  const opened = await runner.openRun({ ttlSeconds: 60, allow: ["a", "nope"], label: "wire" });
  const run = createClient({ url, token: opened.token });
  seen.value = await run.secretValue("a");
  seen.values = (await run.secretValues(["nope", "a", "b"])).map(({ name, value, error }) => ({ name, value, code: error?.code }));
  seen.personReads = await codeOf(admin.secretValue("a"));
  seen.runWrites = await codeOf(run.setSecret({ name: "c", value: 1 }));
  seen.later = Date.parse((await runner.extendRun({ id: opened.id, ttlSeconds: 300 })).expiresAt) > Date.now() + 60_000;
  seen.live = (await admin.runs()).map(({ live }) => live);
  seen.ended = await runner.endRun({ id: opened.id });
  seen.afterTheEnd = await codeOf(run.secretValue("a"));

  seen.tokens = (await admin.tokens()).map(({ role }) => role).sort();
  seen.revoked = await admin.revokeToken({ id: tokenId });
  seen.afterRevoking = await codeOf(runner.openRun());
  seen.team = (await admin.createTeam({ name: "second" })).team.name;
  seen.teams = (await admin.teams()).map(({ name }) => name).sort();
  seen.deleted = await admin.deleteSecret({ name: "b" });
  seen.refusals = (await admin.auditEvents({ where: { outcome: "refused" } })).length > 0;
  console.log(JSON.stringify(seen));
`;
