import { canary } from "@tooling/vitest/canary";
import type { ConsoleServer } from "./console.ts";

const services = ["orders", "billing", "search", "mail", "web"];
const kinds = ["db url", "stripe key", "smtp password", "signing key", "redis url", "sentry dsn"];
const setMany = "mutation ($i: [setSecretInput!]!) { setSecrets(input: $i) { success } }";
const describe = "mutation ($i: describeSecretInput!) { describeSecret(input: $i) { success } }";
const createToken = "mutation ($i: createTokenInput!) { createToken(input: $i) { id token } }";
const openRun = "mutation ($i: openRunInput!) { openRun(input: $i) { id token } }";

/** Fills a team as one that has used the server for a while: secrets, people, runs, reads and refusals. Every value is the canary. */
export async function fillTeam({ ask, token, clock }: ConsoleServer): Promise<void> {
  const day = 86_400_000;
  const names = ["dev", "prod"].flatMap((stage) =>
    services.flatMap((service) => kinds.map((kind) => `${stage}/${service}/${kind}`)),
  );
  const end = Date.now();
  await ask(token, setMany, { i: [...names, "github token"].map((name) => ({ name, value: canary })) });
  const make = async (name: string, grants: object[]): Promise<string> =>
    (await ask(token, createToken, { i: { name, grants, ttlSeconds: 90 * 86_400 } })).createToken.token;
  clock.now = end - 2 * day;
  const ada = await make("ada", [{ role: "editor", names: ["prod/orders/*", "dev/*"] }]);
  await make("grace", [{ role: "auditor" }]);
  const nightly = await make("nightly", [{ role: "runner", names: ["prod/*"], runSeconds: 3600 }]);
  await ask(ada, setMany, { i: [{ name: "prod/orders/db url", value: canary }] });
  await ask(ada, setMany, { i: [{ name: "prod/orders/stripe key", value: canary }] });
  const note = { note: "The key of the shop in Europe; made in Stripe's dashboard", owner: "payments" };
  await ask(token, describe, {
    i: { name: "prod/orders/stripe key", ...note, rotateBy: new Date(end + 5 * day).toISOString() },
  });
  await ask(token, describe, {
    i: { name: "prod/mail/smtp password", owner: "ada", rotateBy: new Date(end - 3 * day).toISOString() },
  });
  for (let hours = 40; hours > 0; hours -= 5) {
    clock.now = end - hours * 3_600_000;
    const label = hours % 2 === 0 ? "nightly report" : "orders api";
    const run = (await ask(nightly, openRun, { i: { folder: "prod/orders", label, ttlSeconds: 1200 } })).openRun;
    for (const name of ["db url", "stripe key"])
      await ask(run.token, "query ($n: String!) { secretValue(name: $n) }", { n: name });
    await ask(run.token, '{ secretValue(name: "/dev/web/db url") }').catch(() => {});
  }
  clock.now = end;
  for (const label of ["orders api", "billing worker"]) {
    await ask(nightly, openRun, { i: { folder: "prod/orders", label, ttlSeconds: 1800 } });
  }
}

/** What could be taken for markup or for other text, and the longest name of wide characters. */
export const hostile = {
  name: "prod/<script>alert(1)</script> \"x' onload=alert(1)",
  rightToLeft: "prod/\u05e1\u05d5\u05d3/\u05de\u05e4\u05ea\u05d7",
  wide: "\u6f22".repeat(255),
  dots: "a/../b",
  label: "<img src=x onerror=alert(1)>",
  note: "</p><script>alert(1)</script>",
  holder: "<b onclick=alert(1)>holder</b>",
} as const;

/** Sets the hostile names, with a hostile note, and opens a run with a hostile label. */
export async function fillHostile({ ask, token }: ConsoleServer): Promise<void> {
  const { name, rightToLeft, wide, dots, label, note, holder } = hostile;
  await ask(token, setMany, { i: [name, rightToLeft, wide, dots].map((one) => ({ name: one, value: canary })) });
  await ask(token, describe, { i: { name, note, owner: note } });
  const rotateBy = new Date(Date.now() + 86_400_000).toISOString();
  await ask(token, describe, { i: { name: wide, note: wide, owner: wide, rotateBy } });
  await ask(token, openRun, { i: { label, allow: [name, wide], ttlSeconds: 1800 } });
  const grants = [{ role: "editor", names: [wide, `${wide.slice(0, 200)}/*`] }];
  await ask(token, createToken, { i: { name: holder, grants } });
  const issuer = "https://login.example.com";
  const trust = { name: holder, for: "people", issuer, audience: note, claims: { groups: [label, wide] }, grants };
  await ask(token, "mutation ($i: createTrustInput!) { createTrust(input: $i) { id } }", { i: trust });
  await ask(token, "mutation ($n: String!) { createTeam(input: { name: $n }) { token } }", { n: holder });
}

/** Ten thousand names, and a thousand live runs. */
export async function fillFull({ ask, token }: ConsoleServer): Promise<void> {
  for (let from = 0; from < 10_000; from += 1000) {
    const names = Array.from({ length: 1000 }, (_, at) => {
      const number = from + at;
      return `bulk/service ${number % 40}/area ${number % 7}/key ${number}`;
    });
    await ask(token, setMany, { i: names.map((name) => ({ name, value: canary })) });
  }
  const opens = Array.from(
    { length: 100 },
    (_, at) => `r${at}: openRun(input: { label: "worker ${at}", allow: ["github token"] }) { id }`,
  );
  for (let times = 0; times < 10; times += 1) await ask(token, `mutation { ${opens.join(" ")} }`);
}
