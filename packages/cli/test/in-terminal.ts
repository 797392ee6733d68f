import { spawn } from "node:child_process";
import { once } from "node:events";
import { record } from "@tooling/vitest/canary";
import { keyfoldCommand } from "./program.ts";

/** Waits until the terminal shows something, then types, or sends the process that was started a signal. */
export interface Typing {
  shows: string;
  type?: string;
  /** Pieces in place of `type`, with a pause between them, as a paste comes over a slow line. */
  pieces?: readonly string[];
  /** Its number. */
  signal?: number;
}

export interface Session {
  code: number;
  /** Everything that stood on the terminal, line breaks as `\n`. */
  screen: string;
}

/** Runs the built `keyfold` in a terminal of its own, and types. */
export async function keyfoldInTerminal(
  args: readonly string[],
  env: Record<string, string>,
  typing: readonly Typing[] = [],
  command: readonly string[] = [process.execPath, keyfoldCommand],
): Promise<Session> {
  const program = {
    argv: [...command, ...args],
    env: { PATH: process.env.PATH ?? "", TERM: "xterm-256color", ...env },
    typing,
  };
  const python = spawn("python3", ["-c", terminal], { stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  python.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  python.stdin.end(JSON.stringify(program));
  await once(python, "close");
  const { code, screen } = JSON.parse(output) as Session;
  record(`terminal-${args.slice(0, 2).join("-")}`, screen);
  return { code, screen: screen.replaceAll("\r\n", "\n").replaceAll(bracketedPaste, "") };
}

/** Turns the marks of a paste on and off; a terminal shows nothing for it. */
const bracketedPaste = new RegExp(`${"\u001b"}\\[\\?2004[hl]`, "g");

/** Python has pseudo-terminals in its standard library; Node doesn't. */
const terminal = `
import fcntl, json, os, pty, select, signal, struct, sys, termios, time
given = json.load(sys.stdin)
pid, master = pty.fork()
if pid == 0:
    os.chdir("/")
    os.execvpe(given["argv"][0], given["argv"], given["env"])
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
screen, seen, steps = b"", 0, list(given["typing"])
ends = time.monotonic() + 60
while time.monotonic() < ends:
    ready, _, _ = select.select([master], [], [], 1)
    if not ready:
        continue
    try:
        piece = os.read(master, 65536)
    except OSError:
        break
    if not piece:
        break
    screen += piece
    while steps and (at := screen.find(steps[0]["shows"].encode(), seen)) >= 0:
        seen = at + len(steps[0]["shows"].encode())
        step = steps.pop(0)
        for piece in step.get("pieces", [step.get("type", "")]):
            os.write(master, piece.encode())
            if "pieces" in step:
                time.sleep(0.04)
        if "signal" in step:
            os.kill(pid, step["signal"])
else:
    os.kill(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "screen": screen.decode("utf8", "replace")}))
`;
