import type { Command } from "commander";
import { makeProgram } from "../src/program.ts";

/** The width of the terminal that the help is shown for. */
const columns = 100;

const introduction = `# The command

\`keyfold\` is the command for people and jobs: it sets secrets, creates tokens, and runs programs that read secrets. Install it
with \`npm install --global keyfold\`, or add it to a project and use \`npx keyfold\`. It needs Node 22 or newer.

Log in, which asks for the token and hides it:

\`\`\`sh
keyfold login https://keyfold.example
\`\`\`

Set a secret, which asks for the value and hides it:

\`\`\`sh
keyfold secret set "stripe key"
\`\`\`

Run a program that reads it: this opens a run, gives the program its token, and ends it.

\`\`\`sh
keyfold run --allow "stripe key" -- node app.js
\`\`\`

## Which server

If the configuration sets \`cloud.url\` or \`cloud.token\` (in a file, or as \`KEYFOLD__CLOUD__URL\` and \`KEYFOLD__CLOUD__TOKEN\`),
commands use that server and token. Otherwise they use the server of the last \`keyfold login\`. A \`cloud.url\` in a folder's
\`./keyfold.toml\` is used only if you have logged in to that origin.

\`keyfold login URL --as shop\` makes a login that has a name, so that those of several teams or tokens stand side by side, also
for one server. Every command that speaks with a server takes \`--as shop\`, which goes before the configuration. Without \`--as\`
a login that has a name is never used. \`keyfold doctor\` lists them, and \`keyfold logout --as shop\` forgets one.

Tokens are stored by origin or name in \`logins.json\`, beside the configuration file, and only you can read that file. A token is sent
to its own origin and nowhere else.

So that it starts faster the next time, keyfold keeps its compiled code in \`~/.keyfold/cache\`, unless others can write to the folder
around it. No value and no token is in it, and it can be deleted at any time. \`NODE_DISABLE_COMPILE_CACHE=1\` turns it off.

## Programs and their secrets

\`keyfold run -- COMMAND\` opens a run, starts the program with the run's token, extends the run while the program works, and
ends it.

- The program's own code reads secrets with \`new Secret("…").get()\`. For other programs, pass values as variables (\`--env\`) or
  files (\`--file\`).
- The program gets the run's token and no other. Every variable that contains the token which opened the run, or another token
  of a person or service, is removed from its environment. (Files that you can read, the program can read too.)
- Standard input, the terminal, signals and the exit code pass through. If keyfold is killed, the run expires within \`--ttl\`.
- Only you can read a file of \`--file\`. It is kept in memory where the system allows that, and is deleted when keyfold exits,
  even if it is killed.
- In variables and files, a string is written as it is and any other value as JSON.
- \`--env\` and \`--file\` look in \`context.secrets\` first, as \`get()\` does, and then ask the server, all in one request.
- \`--redact\` masks the values of \`--allow\`, \`--env\` and \`--file\` in the program's output. For that it reads all of them, which
  the audit log shows, and the program's output is no longer a terminal. See
  [what is masked and what can't be](secrets.md#keeping-values-out-of-logs).
- Inside a run, \`keyfold run\` uses that run and opens no other.
- \`--folder prod/orders\`, or \`cloud.folder\` in the configuration, says where names are looked for: there, then in each folder
  around it. See [teams, folders, grants](grants.md). Local secrets know no folders.
- \`keyfold run list\` and \`keyfold run end\` are commands of their own; a program of such a name stands after \`--\`.

\`cloud.use_local_secrets\` decides whether a server is asked. Secrets are local if it is true, or if it is not set and there is
neither a server in the configuration (\`cloud.url\` with a token) nor a login. Then no run is opened: the program is started as
it is, and \`--env\` and \`--file\` take their values from \`context.secrets\`.

## Scripts

- \`--json\` prints one line of JSON on standard output. Standard error is JSON alone then, one object a line: an error is
  \`{"error":{"code","message","tip"}}\`, a note \`{"note":{"message"}}\`. Only a question on a terminal stays as it is.
- \`secret set --json\` also reads the value as JSON: \`42\` is a number, \`'"42"'\` a string. Without \`--json\`, every value is a
  string.
- Commands that can't be undone ask for confirmation. Without a terminal they need \`--yes\`.
- Colours are used in terminals only; \`NO_COLOR\` turns them off.
- Values are never printed.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | refused or failed; for \`config check\` and \`doctor\`: they found a problem |
| 2 | wrong usage |
| any | \`run\`: the program's own exit code; 128 plus the signal's number if a signal ended it; 126 if it can't be started, 127 if it doesn't exist |

Every error code, with what to do: [errors](errors.md).

## Commands

What \`--help\` prints for each command.
`;

/** The page docs/cli.md: an introduction, and the help of each command. */
export function helpPage(): string {
  const program = makeProgram(() => {});
  const sections = withWork(program).map(
    (command) => `\n### ${nameOf(command)}\n\n\`\`\`\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
  );
  return introduction + sections.join("");
}

/** The commands that do something: those without any below them, and `run`, which takes a program. */
function withWork(command: Command): Command[] {
  const shown = command.createHelp().visibleCommands(command);
  const below = command.commands.filter((each) => shown.includes(each)).flatMap(withWork);
  return below.length === 0 || command.registeredArguments.length > 0 ? [command, ...below] : below;
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return help;
}
