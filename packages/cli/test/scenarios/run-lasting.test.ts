import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@keyfold/client";
import { initServer, startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it, vi } from "vitest";
import { cloud } from "../person.ts";
import { node, startKeyfold } from "../program.ts";

const library = JSON.stringify(import.meta.resolve("@keyfold/secret"));

/** Reads until it has read five times after `recovered` was there; a read that fails from then on ends it with 1. */
function reader(recovered: string): string[] {
  return node(`
    import { existsSync } from "node:fs";
    import { Secret } from ${library};
    let left = 5;
    for (let reads = 0; left > 0; reads += 1) {
      const isBack = existsSync(${JSON.stringify(recovered)});
      try {
        await new Secret("key").get();
        if (reads === 0) console.log("reading " + process.env.KEYFOLD__CLOUD__TOKEN_FILE);
        if (isBack) left -= 1;
      } catch (error) {
        if (isBack) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log("done");`);
}

describe("the run of a program that goes on for long", { timeout: 90_000 }, () => {
  it("is followed by another after an outage, and beyond the maximum lifetime of a run", async () => {
    const folder = temporaryFolder();
    const data = await initServer(join(folder, "data"));
    const env = { KEYFOLD__SERVER__LIMITS__RUN_LIFETIME_SECONDS: "3" };
    const server = await startServer(data, [], { env });
    const admin = createClient({ url: server.url, token: data.adminToken });
    await admin.setSecret({ name: "key", value: 1 });
    const { token } = await admin.createToken({ name: "nightly", role: "runner" });

    const recovered = join(folder, "recovered");
    const flags = ["run", "--allow", "key", "--ttl", "1s", "--", ...reader(recovered)];
    const running = startKeyfold(flags, { HOME: folder, ...cloud(server.url, token) });
    const file = (await running.line("reading ")).replace("reading ", "");
    await server.stop("SIGKILL");
    const down = Date.now();
    await vi.waitFor(() => expect(Date.now() - down).toBeGreaterThan(2000), 10_000);
    await startServer(data, ["--listen", new URL(server.url).host], { env });
    await vi.waitFor(async () => expect((await admin.runs()).length).toBeGreaterThan(2), 30_000);
    writeFileSync(recovered, "");
    expect(await running.ended()).toMatchObject({ code: 0, stdout: expect.stringContaining("done") });
    expect(existsSync(file)).toBe(false);
    // One that was opened while the server died is not known to keyfold, and expires.
    await vi.waitFor(async () => expect((await admin.runs()).filter(({ live }) => live)).toEqual([]), 10_000);
  });
});
