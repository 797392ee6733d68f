import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { admin, person } from "../person.ts";

const packageFolder = join(import.meta.dirname, "../..");

/** Compiles a program beside the names as a user's project does: from a folder that finds the packages. */
async function compile(program: string, names: string): Promise<string> {
  const folder = join(packageFolder, "node_modules/.cache/types-test");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "secret-names.d.ts"), names);
  writeFileSync(join(folder, "program.ts"), program);
  const options = {
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { ...options, target: "es2024", lib: ["es2024", "esnext.disposable"] },
      files: ["program.ts", "secret-names.d.ts"],
    }),
  );
  const tsc = join(packageFolder, "node_modules/.bin/tsc");
  return promisify(execFile)(tsc, ["-p", folder]).then(
    () => "",
    ({ stdout }: { stdout: string }) => stdout,
  );
}

it("makes a typo in a name of the server's a type error", async () => {
  const ada = await admin();
  await ada.client.setSecrets(["stripe key", 'it\'s "ü"', "👩‍💻 laptop"].map((name) => ({ name, value: 1 })));
  const { code, stdout } = await ada.keyfold(["types"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "secret-names.d.ts holds 3 names.\n" });
  const names = readFileSync(join(ada.home, "secret-names.d.ts"), "utf8");
  const uses = ["stripe key", 'it\'s "ü"', "strpe key"].map((name) => `new Secret(${JSON.stringify(name)});\n`);
  const errors = await compile(`import { Secret } from "@keyfold/secret";\n${uses.join("")}`, names);
  expect(errors.match(/[^/\n]+: error TS\d+/g)).toEqual(["program.ts(4,12): error TS2345"]);
});

it("takes the names of context.secrets where secrets are local, and writes to --out", async () => {
  const bo = person({ KEYFOLD__CONTEXT__SECRETS__SLACK_URL: "x" });
  const { stdout } = await bo.keyfold(["types", "--out", "names.d.ts", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ path: "names.d.ts", names: 1 });
  expect(readFileSync(join(bo.home, "names.d.ts"), "utf8")).toContain('    "slack_url": unknown;\n');
  expect((await bo.keyfold(["types", "--out", "no/such/folder.d.ts"])).stderr).toContain(
    "could not be written (ENOENT)",
  );
});
