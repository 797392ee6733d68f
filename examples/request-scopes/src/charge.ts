import { setTimeout as wait } from "node:timers/promises";
import { context } from "@keyfold/context";
import { Secret } from "@keyfold/secret";
import { log } from "./log.ts";
import "./context-fields.ts";

/** Charges the tenant of the request that is running, with the tenant's own key. */
export async function charge(): Promise<string> {
  await wait(1);
  const key = String(await new Secret("payment key").get());
  log(`charging with ${key}`);
  return `${context.get("requestId")} charged with the key that ends in ${key.slice(-2)}`;
}
