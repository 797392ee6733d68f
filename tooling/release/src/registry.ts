import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { installRegistry } from "./install-registry.ts";

const run = promisify(execFile);

export interface Registry {
  /** The environment of a program that installs from this registry and publishes to it, without the user's settings. */
  env: Record<string, string>;
  /** Runs npm in a folder with that environment. */
  npm(folder: string, ...args: readonly string[]): Promise<string>;
  publish(tarball: string): Promise<void>;
  stop(): Promise<void>;
}

/** A real npm registry that takes our packages and passes on every other from the registry that npm is set to. */
export async function startRegistry(folder: string): Promise<Registry> {
  const installed = await installRegistry();
  const [registryInUse, certificates] = await Promise.all([npmSetting("registry"), npmSetting("cafile")]);
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  const settings = join(folder, "registry.yaml");
  const ours = { access: "$all", publish: "$all" };
  writeFileSync(
    settings,
    JSON.stringify({
      storage: join(folder, "storage"),
      // An answer that was late must not make it call the registry outside dead, which is a 404 for everything.
      uplinks: { outside: { url: registryInUse, timeout: "2m", max_fails: 1000, fail_timeout: "1s" } },
      packages: { "@keyfold/*": ours, keyfold: ours, "**": { access: "$all", proxy: "outside" } },
      max_body_size: "20mb",
      log: { type: "stdout", format: "json", level: "error" },
    }),
  );
  // It trusts whom npm trusts.
  const trust = certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates };
  const child = fork(join(installed, "start.mjs"), [settings], { execArgv: [], env: { ...process.env, ...trust } });
  const url = await addressOf(child);
  const userconfig = join(home, ".npmrc");
  writeFileSync(
    userconfig,
    `registry=${url}\n${url.replace("http:", "")}:_authToken=anyone\naudit=false\nfund=false\n`,
  );
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    XDG_CACHE_HOME: home,
    npm_config_userconfig: userconfig,
    npm_config_update_notifier: "false",
  };
  const npm: Registry["npm"] = async (cwd, ...args) => (await run("npm", args, { cwd, env })).stdout;
  return {
    env,
    npm,
    publish: async (tarball) => void (await npm(folder, "publish", tarball, "--provenance=false")),
    stop: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function npmSetting(name: string): Promise<string | undefined> {
  const { stdout } = await run("npm", ["config", "get", name]);
  const value = stdout.trim();
  return value === "null" ? undefined : value;
}

async function addressOf(child: ChildProcess): Promise<string> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The registry ended with ${code} before it served`);
  });
  const [address] = (await Promise.race([once(child, "message"), ended])) as [string];
  ended.catch(() => {});
  return address;
}
