import { context } from "@keyfold/context";
import { withSecrets } from "@keyfold/context/testing";
import { canary } from "@tooling/vitest/canary";
import { expect, test, vi } from "vitest";
import { ForbiddenSecretError, RunEndedError, Secret, withRun } from "./index.ts";
import { cloud, configure } from "./test/configure.ts";

const secret = new Secret("KEY");

test("a local run reads the names that it allows and no others, as on a server", async () => {
  configure('[context.secrets]\nKEY = "v"\nother = 1');
  await withRun({ allow: ["KEY"] }, async () => {
    expect(await secret.get()).toBe("v");
    await expect(new Secret("other").get()).rejects.toBeInstanceOf(ForbiddenSecretError);
    await expect(new Secret("none", { default: 1 }).get()).rejects.toMatchObject({ code: "SECRET_FORBIDDEN" });
    await withRun({ allow: ["other"] }, async () => {
      expect(await new Secret("other").get()).toBe(1);
      await expect(secret.get()).rejects.toMatchObject({ code: "SECRET_FORBIDDEN" });
    });
    expect(await withRun({}, () => new Secret("other").get())).toBe(1);
  });
  expect(await new Secret("other").get()).toBe(1);
});

test("a local run is over with its function, and with its signal", async () => {
  configure('[context.secrets]\nKEY = "v"');
  const late = await withRun({}, async () => context.bind(() => secret.get()));
  await expect(late()).rejects.toBeInstanceOf(RunEndedError);
  const controller = new AbortController();
  await withRun({ signal: controller.signal }, async () => {
    controller.abort();
    await expect(secret.get()).rejects.toBeInstanceOf(RunEndedError);
  });
});

test(
  "so it is in a test with secrets of its own",
  withSecrets({ KEY: 1, other: 2 }, async () => {
    await withRun({ allow: ["KEY"] }, async () => {
      expect(await secret.get()).toBe(1);
      await expect(new Secret("other").get()).rejects.toBeInstanceOf(ForbiddenSecretError);
    });
  }),
);

test("a value that a run would have read from the server is noted once, with its origin", async () => {
  const file = configure(
    `[context.secrets]\nKEY = ${JSON.stringify(canary)}`,
    cloud("http://127.0.0.1:1", "keyfold_run_x"),
  );
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  expect((await secret.get()) === canary).toBe(true);
  expect((await secret.get()) === canary).toBe(true);
  await context.run({ secrets: { scoped: 1 } }, () => new Secret("scoped").get());
  expect(warn.mock.calls).toEqual([
    [
      `The secret "KEY" was not read from the server: [context.secrets] has it (${file}:2).`,
      { code: "KEYFOLD_LOCAL_SECRET" },
    ],
  ]);
  warn.mockRestore();
});

test("a server that the configuration sets is where secrets come from, without a word of use_local_secrets", async () => {
  configure('[cloud]\nurl = "http://127.0.0.1:1"\ntoken = "keyfold_team_x"');
  await expect(secret.get()).rejects.toMatchObject({
    code: "NOT_IN_RUN",
    message: expect.stringContaining("cloud.url ("),
  });
  configure('[cloud]\nurl = "http://127.0.0.1:1"\ntoken = "keyfold_team_x"\nuse_local_secrets = true');
  await expect(secret.get()).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
});
