import type { Stage } from "../stage.ts";
import { chapter, holds, narrate, see } from "../story.ts";

/** "Local testing" and "You don't have to store raw values in your config". */
export async function localSecrets(stage: Stage): Promise<void> {
  chapter("Local secrets: a TOML file");
  narrate("On a laptop there is no server. Secrets stand in the [context.secrets] table of a file:");
  stage.writeUserConfig(`[cloud]
use_local_secrets = true

[context.secrets]
KEY = "VALUE"
`);
  const populated = await stage.runApp("read-key.ts");
  see(populated.stdout);
  holds(`the file's table populates context.secrets["KEY"]`, populated.stdout === "VALUE\n");

  const asSecret = await stage.runApp("read-key-as-secret.ts");
  see(asSecret.stdout);
  holds("a Secret reads the same value", asSecret.stdout === "VALUE\n");

  chapter("Local secrets: set in code");
  stage.removeUserConfig();
  narrate("Without any file, the same pair can be set directly:");
  const inCode = await stage.runApp("set-key-in-code.ts");
  see(inCode.stdout);
  holds("a value set in code is there", inCode.stdout === "VALUE\n");

  chapter("Values from the environment");
  narrate(`Raw values need not be in the file: "$ENV_VAR" takes the value from the environment. A secret can also be set by a
variable alone; its name is then lower case, whatever the variable's spelling.`);
  stage.writeUserConfig(`[context.secrets]
DB_PASSWORD = "$ENV_VAR"
`);
  const fromEnvironment = await stage.runApp("names-from-environment.ts", {
    ENV_VAR: "hunter2",
    KEYFOLD__CONTEXT__SECRETS__SLACK_URL: "https://hooks.example/T0",
  });
  see(fromEnvironment.stdout);
  const [names, same, printed] = fromEnvironment.stdout.trim().split("\n");
  holds("the name that came from a variable is lower case", names === "[ 'DB_PASSWORD', 'slack_url' ]");
  holds("the file's \"$ENV_VAR\" is the variable's value", same === "true");
  holds("printing context.secrets shows names and no value", printed !== undefined && !/hunter2|hooks/.test(printed));

  chapter("The page's own sample, unquoted");
  narrate("The page writes KEY = VALUE. That is not TOML, and the error says where and what to do:");
  stage.writeUserConfig(`[context.secrets]
KEY = VALUE
`);
  const unquoted = await stage.keyfold(["config", "show"]);
  see(unquoted.stderr);
  holds("it is refused with exit code 1", unquoted.code === 1);
  holds("the error names file, line and column", /config\.toml:2:7/.test(unquoted.stderr));
  holds("it says to quote the value", /quote/i.test(unquoted.stderr));
  holds("it does not repeat the value", !unquoted.stderr.includes("= VALUE"));
  stage.removeUserConfig();
}
