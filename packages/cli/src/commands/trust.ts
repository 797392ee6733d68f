import { type Command, Option } from "commander";
import type { ServerFlags } from "../server/connect.ts";
import { addServerCommand, lazy, type SetExitCode } from "./command.ts";
import { collect, parseDuration } from "./options.ts";

/** `keyfold trust …` */
export function addTrust(program: Command, setExitCode: SetExitCode): void {
  const trust = program
    .command("trust")
    .description("whose signed tokens open runs or sign in, without a stored credential");

  addServerCommand(trust, "create", "create a trust in what a platform signs for its jobs, pods or people", [
    "keyfold trust create --preset github --name deploy --claim repository=acme/orders --claim event_name=push --claim environment=production --grant 'runner:prod/orders/*'",
    "keyfold trust create --preset gitlab --name release --claim project_path=acme/orders --claim ref_protected=true --grant 'runner:prod/orders/*'",
    "keyfold trust create --for people --name staff --issuer https://acme.okta.com --audience keyfold --claim groups=orders --grant 'editor:prod/orders/*'",
  ])
    .requiredOption("--name <name>", "its name, among the team's trusts")
    .addOption(
      new Option("--preset <platform>", "the platform whose issuer it is").choices(["github", "gitlab", "kubernetes"]),
    )
    .option("--issuer <url>", "the issuer, as the tokens' iss has it; with --preset, in place of its own")
    .option(
      "--claim <name=value>",
      "what the tokens must say; the same name again: one of them; name:=true is no string",
      collect,
    )
    .option("--grant <grant>", "a role, and after a colon names and folders between commas; can be repeated", collect)
    .option(
      "--use <name@host>",
      'a grant of runner whose runs only use secrets: "a@api.example.com GET,POST /v1"; can be repeated',
      collect,
    )
    .addOption(new Option("--for <purpose>", "who comes with the tokens").choices(["runs", "people"]).default("runs"))
    .option(
      "--audience <audience>",
      "the tokens' aud: of runs the server's public_url, of people its client id at the provider; each is the default",
    )
    .option("--jwks <file>", "the keys that sign, as a JWK Set; without this, the server asks the issuer")
    .option("--reusable", "a token opens more than one run while it is valid; --preset kubernetes does so")
    .option("--token-ttl <time>", "with --for people: how long the token lives that they sign in to", parseDuration)
    .action(lazy(async () => (await import("../trusts/manage-trusts.ts")).createTrust));

  addServerCommand(trust, "list", "list the team's trusts: issuer, claims and grants", ["keyfold trust list"])
    .alias("ls")
    .action(lazy(async () => (await import("../trusts/manage-trusts.ts")).listTrusts));

  addServerCommand(trust, "rm <name>", "delete a trust at once, by its name or id, and end the runs that it opened", [
    "keyfold trust rm deploy",
  ])
    .option("-y, --yes", "do not ask for confirmation")
    .action(lazy(async () => (await import("../trusts/manage-trusts.ts")).deleteTrust));

  addServerCommand(
    trust,
    "test <file>",
    "say which trust a signed token fits, or which claim fails, without using it up",
    ["keyfold trust test token.jwt", "keyfold trust test - < token.jwt"],
  ).action(async (file: string, flags: ServerFlags) => {
    const { testToken } = await import("../trusts/test-token.ts");
    setExitCode((await testToken(file, flags)) ? 0 : 1);
  });
}
