import type { ConfigTable } from "./table.ts";

/** What Keyfold's own settings are where nobody sets them; only for the prefix KEYFOLD. */
export const builtInDefaults: ConfigTable = {
  cloud: { use_local_secrets: true, url: "http://127.0.0.1:4250", token: "", request_timeout_seconds: 30 },
  context: { secrets: {} },
};
