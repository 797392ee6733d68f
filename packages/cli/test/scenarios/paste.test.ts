import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { person } from "../person.ts";
import { keyfoldCommand } from "../program.ts";
import { newTeam } from "../shared-server.ts";

const root = join(import.meta.dirname, "../../../..");

it("every block of the page to get started can be pasted at once into a shell without bracketed paste", async () => {
  const { url, token } = await newTeam();
  const ada = person({ PS1: "ready> " });
  mkdirSync(join(ada.home, "bin"));
  symlinkSync(process.execPath, join(ada.home, "bin/node"));
  const script = `#!/bin/sh\nexec "${process.execPath}" "${keyfoldCommand}" "$@"\n`;
  writeFileSync(join(ada.home, "bin/keyfold"), script, { mode: 0o755 });
  ada.env.PATH = `${join(ada.home, "bin")}:/usr/bin:/bin`;

  const page = readFileSync(join(root, "docs/getting-started.md"), "utf8").replaceAll("http://127.0.0.1:4250", url);
  // The others are about the clone and the server, which is there.
  const blocks = [...page.matchAll(/^```sh\n(keyfold .*?)^```/gms)].map(([, block = ""]) => block);
  const [onLaptop = "", login = "", set = "", inRun = ""] = blocks;
  expect(blocks).toHaveLength(4);

  const { code, screen } = await ada.inTerminal(
    ["--norc", "--noprofile", "-i"],
    [
      { shows: "ready> ", type: `bind 'set enable-bracketed-paste off'; cd "${root}"; echo "be""gin"\n` },
      { shows: "begin", type: onLaptop },
      { shows: "my secret: from my laptop", type: login },
      { shows: "Token for", type: `${token}\r` },
      { shows: "Logged in to", type: set },
      { shows: "Value of", type: "from the server\r" },
      { shows: "is set, version 1", type: inRun },
      { shows: "run.open", type: "exit\n" },
    ],
    ["bash"],
  );
  expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining("other secret: from the server") });
});
