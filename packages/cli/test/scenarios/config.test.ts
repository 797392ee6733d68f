import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, it } from "vitest";
import { type Person, person } from "../person.ts";

/** Somebody with a configuration file of their own. */
function withConfig(toml: string, env: Record<string, string> = {}): Person & { file: string } {
  const bo = person({ CANARY: canary, ...env });
  const file = join(bo.home, ".keyfold/config.toml");
  mkdirSync(join(bo.home, ".keyfold"), { mode: 0o700 });
  writeFileSync(file, toml, { mode: 0o600 });
  return { ...bo, file };
}

const toml = `[cloud]\nurl = "https://keyfold.example"\n\n[context.secrets]\n"my secret" = "$CANARY"\n[server]\nport = 80\n`;

describe("keyfold config show", () => {
  it("shows every setting, and secrets as <secret>", async () => {
    const { keyfold } = withConfig(toml, { KEYFOLD__CLOUD__TOKEN: canary });
    const { code, stdout } = await keyfold(["config", "show"]);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([
        "cloud.use_local_secrets = false",
        'cloud.url = "https://keyfold.example"',
        "cloud.token = <secret>",
        'context.secrets."my secret" = <secret>',
        "server.port = 80",
      ]),
    );
    const json = JSON.parse((await keyfold(["config", "show", "--json"])).stdout);
    expect(json).toMatchObject({ cloud: { token: "<secret>" }, context: { secrets: { "my secret": "<secret>" } } });
  });

  it("shows with --origin where each comes from", async () => {
    const { keyfold, file } = withConfig(toml, { KEYFOLD__SERVER__PORT: "81" });
    const { stdout } = await keyfold(["config", "show", "--origin"]);
    expect(stdout).toContain(`cloud.url = "https://keyfold.example"  # ${file}:2\n`);
    expect(stdout).toContain("server.port = 81  # KEYFOLD__SERVER__PORT\n");
    expect(stdout).toContain('cloud.token = ""  # default\n');
    const json = JSON.parse((await keyfold(["config", "show", "--origin", "--json"])).stdout);
    expect(json).toContainEqual({ path: "server.port", value: "81", origin: "KEYFOLD__SERVER__PORT" });
  });

  it("names the place of what is not TOML, and shows nothing of it", async () => {
    const { keyfold, file } = withConfig(`[context.secrets]\nKEY = ${canary}\n`);
    const { code, stderr } = await keyfold(["config", "show"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}:2:7`);
    expect(stderr).not.toContain("    at ");
    expect(stderr.match(/Quote it/g)).toHaveLength(1);
  });
});

describe("keyfold config get", () => {
  it("shows one setting or table, and never a secret", async () => {
    const { keyfold } = withConfig(toml);
    const get = async (key: string): Promise<string> => (await keyfold(["config", "get", key])).stdout;
    expect(await get("cloud.url")).toBe("https://keyfold.example\n");
    expect(await get("server.port")).toBe("80\n");
    expect(await get("server")).toBe('{"port":80}\n');
    expect(await get('context.secrets."my secret"')).toBe("<secret>\n");
    expect(await get("context")).toBe('{"secrets":{"my secret":"<secret>"}}\n');
    const json = JSON.parse((await keyfold(["config", "get", 'context.secrets."my secret"', "--json"])).stdout);
    expect(json).toMatchObject({ value: "<secret>" });
  });

  it("ends with 1 for a key that isn't there or isn't one", async () => {
    const { keyfold } = person();
    expect((await keyfold(["config", "get", "no.such"])).stderr).toContain("has no key no.such");
    expect((await keyfold(["config", "get", 'a.."b'])).code).toBe(1);
  });
});

describe("keyfold config init", () => {
  it("writes a starter that loads, for its owner alone, and never over a file", async () => {
    const bo = person();
    const file = join(bo.home, ".keyfold/config.toml");
    const first = await bo.keyfold(["config", "init"]);
    expect(first).toMatchObject({ code: 0, stdout: `${file} is written, and only you can read it.\n` });
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
    expect((await bo.keyfold(["config", "check"])).stdout).toBe("The configuration can be loaded.\n");
    const written = readFileSync(file, "utf8");
    expect((await bo.keyfold(["config", "init"])).stderr).toContain("is there already");
    expect(readFileSync(file, "utf8")).toBe(written);
    const elsewhere = person({ KEYFOLD_CONFIG: join(file, "x.toml") });
    const { code, stderr } = await elsewhere.keyfold(["config", "init", "--json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("FILE_NOT_WRITTEN") });
  });
});

describe("keyfold config check", () => {
  it("reports every problem at once, shows no value, and ends with 1 if one is an error", async () => {
    const fine = withConfig(`[context.secrets]\na = "x"\nb = "$NO_SUCH_VARIABLE"\n`);
    chmodSync(fine.file, 0o644);
    const warned = await fine.keyfold(["config", "check"]);
    expect(warned.code).toBe(0);
    const shown = await fine.keyfold(["config", "show"]);
    expect(shown.stderr).toMatch(/^keyfold: .* chmod 600 \S+\n$/);
    expect(warned.stdout).toMatch(/warning: .*chmod 600[\s\S]*warning: context\.secrets\.b: /);

    const broken = withConfig(`[context.secrets]\nKEY = ${canary}\n`, { KEYFOLD_CONFIG: "" });
    writeFileSync(join(broken.home, "keyfold.toml"), "also = broken\n");
    const { code, stdout } = await broken.keyfold(["config", "check", "--json"]);
    expect(code).toBe(1);
    const { ok, problems } = JSON.parse(stdout) as { ok: boolean; problems: { severity: string; path: string }[] };
    expect(ok).toBe(false);
    expect(problems.filter(({ severity }) => severity === "error")).toHaveLength(2);
  });
});
