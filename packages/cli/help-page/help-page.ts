import type { Command } from "commander";
import { makeProgram } from "../src/program.ts";

/** The columns that the help of a terminal of usual width has. */
const columns = 100;

const introduction = `# The command

\`keyfold\` is what people and jobs type: it sets secrets, makes tokens, and runs programs that read them. Install it with
\`npm install --global keyfold\`, or in a project and call it by \`npx keyfold\`.

\`\`\`sh
keyfold login https://keyfold.example                # asks for the token
keyfold secret set "stripe key"                      # asks for the value and hides what is typed
keyfold run --allow "stripe key" -- node app.js      # opens a run, gives the program its token, ends it
\`\`\`

## Which server

If the configuration sets \`cloud.url\` or \`cloud.token\` (in a file, or as \`KEYFOLD__CLOUD__URL\` and \`KEYFOLD__CLOUD__TOKEN\`), commands go
where it says. Otherwise they go to the server of the last \`keyfold login\`. Tokens are kept by origin in \`logins.json\` beside the
configuration file, readable by you alone; a token goes to its own origin and nowhere else. A \`cloud.url\` of a folder's
\`./keyfold.toml\` is used only after a login to that origin.

## Programs and their secrets

\`keyfold run -- COMMAND\` opens a run, starts the command with the run's token, extends the run while the command works, and ends it.

- The command's own code reads with \`new Secret("…").get()\`. Other programs get values as variables (\`--env\`) or files (\`--file\`).
- The command gets the run's token and no other: each variable that holds the token which opened the run, or any other token of a
  person or service, is left out of its environment. (Files that you can read, it can read too.)
- Standard input, the terminal, signals and the exit code pass through. If keyfold is killed, the run expires within \`--ttl\`.
- A file of \`--file\` is readable by you alone, in memory where the system has such a place, and goes when keyfold ends, also when it is
  killed. A text is written as it is, any other value as JSON; so are variables.
- \`--env\` and \`--file\` look in \`context.secrets\` first, as \`get()\` does, then ask the server, all in one request.
- \`--redact\` masks the values of \`--allow\`, \`--env\` and \`--file\` in what the command prints. It reads them all for that, which the audit
  log shows, and the command's output is no terminal then. What is masked, and what can't be: [secrets](secrets.md#keeping-values-out-of-logs).
- Inside a run the same run goes on to be used.

\`cloud.use_local_secrets\` decides whether there is a server to ask. If it is set to true, or it isn't set and there is neither a server in the
configuration nor a login, secrets are local: no run is opened, the command is started as it is, and \`--env\` and \`--file\` take
their values from \`context.secrets\`.

## Scripts

- \`--json\` prints one line of JSON on standard output; an error is one line of JSON on standard error: \`{"error":{"code","message","tip"}}\`.
- \`secret set\` with \`--json\` also takes its value as JSON: \`42\` is a number then, \`'"42"'\` a text. Without it a value is a text.
- What can't be undone asks first; where there is no terminal it needs \`--yes\`.
- Colours are for terminals; \`NO_COLOR\` turns them off.
- Values are never printed, whoever asks.

| exit code | means |
| --- | --- |
| 0 | done |
| 1 | refused or failed; \`config check\` and \`doctor\`: something is wrong |
| 2 | typed in a way that the command doesn't have |
| any | \`run\`: the program's own; 128 and the signal's number if a signal ended it; 126 and 127 if it couldn't be started or isn't there |

Errors of the server, the client and the configuration come with their own codes ([errors](errors.md)); the command adds these:

| code | when | what to do |
| --- | --- | --- |
| \`WRONG_USE\` | typed in a way that the command doesn't have | see its help below |
| \`NO_SERVER\` | no server is configured, and there was no login | \`keyfold login URL\`, or set \`cloud.url\` and \`cloud.token\` |
| \`NO_LOGIN\` | \`logout\`: there is no such login | give the URL as it was logged in to |
| \`INVALID_TOKEN\`, \`NOT_A_LOGIN\` | \`login\`: what was typed is no token, or a run's | give a token of \`keyfold token create\` |
| \`CANCELLED\` | the person said no | |
| \`NOT_JSON\`, \`INVALID_JSON\` | a value or a file is not JSON, or not what JSON can hold | quote texts; leave out \`--json\` for a text |
| \`INEXACT_NUMBER\` | a number would lose digits | keep it as a text, in quotes |
| \`INVALID_DOTENV\`, \`INVALID_TOML\` | \`secret import\`: the file, at the line that is named | put the line right |
| \`INVALID_UTF8\` | a file or standard input is not text | encode bytes as base64 |
| \`INPUT_TOO_LARGE\`, \`FILE_TOO_LARGE\` | more than any server takes | keep large files elsewhere |
| \`FILE_UNREADABLE\`, \`FILE_NOT_WRITTEN\`, \`FILE_EXISTS\` | a file, with the system's own code | check its path and mode |
| \`NO_SUCH_KEY\` | \`config get\`: the configuration has no such key | \`keyfold config show\` |
| \`NOT_FOUND\`, \`SECRET_NOT_FOUND\` | there is no such secret where the message says | \`keyfold secret list\` |
| \`ALREADY_IN_RUN\` | \`run --allow\` inside a run | give \`--allow\` where the outer run is opened |
| \`NOT_A_VARIABLE\` | a value is too long for a variable, or holds a NUL | \`--file\` in place of \`--env\` |
| \`COMMAND_NOT_FOUND\`, \`COMMAND_NOT_STARTED\` | \`run\`: exit codes 127 and 126 | check the program's name and mode |

## Commands

Below is what \`--help\` prints after each.
`;

/** The page docs/cli.md: an introduction, and the help of each command. */
export function helpPage(): string {
  const program = makeProgram(() => {});
  const sections = leaves(program).map(
    (command) => `\n### ${nameOf(command)}\n\n\`\`\`\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
  );
  return introduction + sections.join("");
}

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
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
