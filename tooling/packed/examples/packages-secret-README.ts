import assert from "node:assert/strict";
import { createClient } from "@keyfold/client";
import { adminToken, canary, serverUrl } from "./given.ts";

const admin = createClient({ url: serverUrl, token: adminToken });

export async function before(): Promise<void> {
  await admin.setSecret({ name: "my secret", value: canary });
  const { token } = await admin.createToken({ name: "a service", role: "runner" });
  process.env.KEYFOLD__CLOUD__USE_LOCAL_SECRETS = "false";
  process.env.KEYFOLD__CLOUD__URL = serverUrl;
  process.env.KEYFOLD__CLOUD__TOKEN = token;
}

/** It was read, in a run that has ended. */
export async function after(): Promise<void> {
  const events = await admin.auditEvents({ limit: 3 });
  assert.deepEqual(
    events.map(({ action }) => action),
    ["run.end", "secret.read", "run.open"],
  );
}
