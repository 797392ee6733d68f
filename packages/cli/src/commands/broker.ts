import { type Command, Option } from "commander";
import type { BrokerFlags } from "../broker/start-service.ts";
import { splitAs } from "../runs/plan.ts";
import { addCommand, notes } from "./command.ts";
import { collect, parseDuration } from "./options.ts";

/** `keyfold broker start` */
export function addBroker(program: Command): void {
  const broker = program.command("broker").description("use secrets on behalf of programs elsewhere");
  addCommand(
    broker,
    "start",
    "start a broker apart from the programs that use it: it alone holds a credential",
    [
      `keyfold broker start --socket /run/keyfold/broker.sock --use STRIPE_KEY="stripe key@api.stripe.com"`,
      "keyfold run --broker unix:/run/keyfold/broker.sock -- node agent.js",
    ],
    "print its address, errors and notes as JSON",
  )
    .option("--socket <path>", "listen on a socket of this machine: whoever may write to it opens sessions")
    .option("--listen <host:port>", "listen on an address: whoever reaches it opens sessions")
    .option(
      "--use <VAR=name@host>",
      'what a session uses, as for keyfold run: "A=b@api.example.com GET,POST /v1"; can be repeated',
      collect,
    )
    .option("--only", "let nothing out to other hosts")
    .addOption(
      new Option(
        "--as <login>",
        "use the login of this name; without this, the one that has none. With …, the shape of a placeholder: ghp_…",
      ).argParser(collect),
    )
    .option("--folder <folder>", "where names are looked for first; without this, cloud.folder")
    .addOption(
      new Option("--ttl <time>", "how long a session's run outlives a broker that was killed: 30s, 5m")
        .argParser(parseDuration)
        .default(60, "60s"),
    )
    .option("--label <text>", "the name of each run in the audit log")
    .addHelpText(
      "after",
      notes(
        "Each keyfold run --broker has a session of its own, with a run that is opened for it and ended after it. The broker " +
          "works until it gets SIGINT or SIGTERM. Give its token grants of uses alone: keyfold token create --help.",
      ),
    )
    .action(async ({ as, ...flags }: Omit<BrokerFlags, "as" | "shapes"> & { as?: string[] }) =>
      (await import("../broker/start-service.ts")).startService({ ...flags, ...splitAs(as) }),
    );
}
