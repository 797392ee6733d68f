import type { Client } from "@keyfold/client";

/**
 * What a client's token may do, by trying what each role may; the server's log shows a refused row for each that
 * failed.
 */
export async function roleOf(client: Client): Promise<"admin" | "editor" | "runner"> {
  if (await may(() => client.tokens({ limit: 1 }))) return "admin";
  return (await may(() => client.secrets({ limit: 1 }))) ? "editor" : "runner";
}

async function may(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "FORBIDDEN") return false;
    throw error;
  }
}
