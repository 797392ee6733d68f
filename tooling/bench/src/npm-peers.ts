import { join } from "node:path";
import { installProject } from "@tooling/vitest/install-services";

/** A project of its own, with c12, convict, node-config and autocannon. */
export const peersFolder: string = join(import.meta.dirname, "../peers");

/** Installs what is in `peers/`, unless it is there; gives why it could not. */
export async function installNpmPeers(print: (text: string) => void): Promise<string | undefined> {
  try {
    await installProject(peersFolder);
    return undefined;
  } catch (error) {
    print(String(error));
    return "the npm packages of tooling/bench/peers could not be installed";
  }
}
