import { fs } from "./node-files.ts";
import type { Environment } from "./process-environment.ts";

/** Where docs/kubernetes.md has a pod's own token mounted. */
const mounted = "/var/run/secrets/keyfold/token";

/** Where the signed token of this workload comes from, as `cloud.identity` has it, if its platform says so; else `undefined`. */
export function foundIdentity(env: Environment): string | undefined {
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) return "github";
  return fs.existsSync(mounted) ? `file:${mounted}` : undefined;
}
