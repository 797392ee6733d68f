import { createClient } from "@keyfold/client";
import { context } from "@keyfold/context";
import { withSecrets } from "@keyfold/context/testing";
import { canary, record } from "@tooling/vitest/canary";
import { startServer } from "@tooling/vitest/processes";
import { afterEach, expect, test, vi } from "vitest";
import { onSecretChange, withRun } from "../../src/index.ts";
import { onSecretChangeIn, type WatchEnvironment } from "../../src/on-secret-change.ts";
import { cloud, configure } from "../../src/test/configure.ts";
import { startTeamOfRunner } from "../../src/test/team.ts";

interface Looks extends WatchEnvironment {
  /** How long it waits for the next look, in milliseconds; empty once it has stopped. */
  waiting: number[];
  /** Lets the next look begin, and waits until it is over; it may be over for good. */
  look(): Promise<void>;
}

const warnings: string[] = [];
const noteWarning = (warning: Error): void => {
  warnings.push(`${warning.message} ${(warning as Error & { code?: string }).code}`);
  record("warnings", String(warning));
};
process.on("warning", noteWarning);
afterEach(() => {
  warnings.length = 0;
});

function looks(random = 0.5): Looks {
  const timers: { milliseconds: number; callBack: () => void }[] = [];
  const begun = { next: (): void => {} };
  return {
    random: () => random,
    timer: {
      after(milliseconds, callBack) {
        const timer = { milliseconds, callBack };
        timers.push(timer);
        begun.next();
        return () => {
          if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
        };
      },
    },
    get waiting() {
      return timers.map(({ milliseconds }) => milliseconds);
    },
    async look() {
      const again = new Promise<void>((resolve) => {
        begun.next = resolve;
      });
      const timer = timers.shift();
      expect(timer).toBeDefined();
      timer?.callBack();
      await again;
    },
  };
}

test("a value that was set anew on the server arrives, once, and an old one does not", async () => {
  const { admin } = await startTeamOfRunner({ password: "first" });
  const seen: unknown[] = [];
  const at = looks();
  await withRun({}, async () => {
    using _watcher = await onSecretChangeIn(at, "password", (value) => seen.push(value), {});
    await at.look();
    expect(seen).toEqual([]);
    await admin.setSecret({ name: "password", value: canary });
    await at.look();
    await at.look();
    await admin.setSecret({ name: "password", value: { user: "u", list: [1] } });
    await at.look();
    (seen[1] as { list: number[] }).list.push(2);
    await at.look();
    await admin.setSecret({ name: "password", value: { list: [1], user: "u" } });
    await at.look();
  });
  expect(seen.length).toBe(2);
  expect(seen[0] === canary).toBe(true);
  expect(at.waiting).toEqual([]);
});

test("a local secret that code sets anew arrives", () =>
  withSecrets({ key: "41" }, async () => {
    const seen: unknown[] = [];
    const at = looks();
    await onSecretChangeIn(at, "KEY", (value) => seen.push(value), {});
    context.secrets.key = "42";
    await at.look();
    expect(seen).toEqual([42]);
  })());

test("the time between two looks, a tenth sooner or later", () =>
  withSecrets({ key: 1 }, async () => {
    for (const [random, options, milliseconds] of [
      [0, {}, 270_000],
      [1, {}, 330_000],
      [0.5, { everySeconds: 1 }, 1000],
    ] as const) {
      const at = looks(random);
      await onSecretChangeIn(at, "key", () => {}, options);
      expect(at.waiting.map(Math.round)).toEqual([milliseconds]);
    }
    for (const everySeconds of [0, 0.5, -1, Number.NaN, 1e9]) {
      await expect(onSecretChange("key", () => {}, { everySeconds })).rejects.toMatchObject({ code: "BAD_INPUT" });
    }
  })());

test("a server that is away is told once, and the value comes when it is back", async () => {
  const server = await startServer();
  const admin = createClient({ url: server.url, token: server.adminToken });
  await admin.setSecret({ name: "key", value: "first" });
  configure("", cloud(server.url, server.adminToken));
  const events: unknown[] = [];
  const at = looks();
  await withRun({}, async () => {
    using _watcher = await onSecretChangeIn(at, "key", (value) => events.push(value), {
      onError: (error) => events.push((error as { code: string }).code),
    });
    await server.stop("SIGKILL");
    await at.look();
    await at.look();
    await startServer(server, ["--listen", new URL(server.url).host]);
    await admin.deleteSecret({ name: "key" });
    await at.look();
    await admin.setSecret({ name: "key", value: "second" });
    await at.look();
  });
  expect(events).toEqual(["SERVER_UNREACHABLE", "SECRET_NOT_FOUND", "second"]);
});

test("with its run it ends, and says so", async () => {
  const { admin } = await startTeamOfRunner({ key: canary });
  const at = looks();
  await withRun({}, async () => {
    await onSecretChangeIn(at, "key", () => {}, {});
    const [run] = await admin.runs();
    await admin.endRun({ id: String(run?.id) });
    const [milliseconds] = at.waiting;
    expect(milliseconds).toBe(300_000);
    void at.look();
    await vi.waitFor(() => expect(warnings).toHaveLength(1));
  });
  expect(at.waiting).toEqual([]);
  expect(warnings[0]).toMatch(
    /"key" could not be looked at for a change\. The run .* is over.*KEYFOLD_SECRET_NOT_WATCHED$/,
  );
});

test("a signal stops it, and so does close, also while it looks", () =>
  withSecrets({ key: 1 }, async () => {
    const reason = new Error("before");
    await expect(onSecretChange("key", () => {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const seen: unknown[] = [];
    const at = looks();
    await onSecretChangeIn(at, "key", (value) => seen.push(value), { signal: controller.signal });
    controller.abort();
    expect(at.waiting).toEqual([]);

    const watcher = await onSecretChangeIn(at, "key", (value) => seen.push(value), {});
    context.secrets.key = 2;
    void at.look();
    watcher.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect([seen, at.waiting]).toEqual([[], []]);
  })());

test("there is no other look while the program works on a value", () =>
  withSecrets({ key: 1 }, async () => {
    const at = looks();
    const work = Promise.withResolvers<void>();
    await onSecretChangeIn(at, "key", () => work.promise, {});
    context.secrets.key = 2;
    const over = at.look();
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.waiting).toEqual([]);
    work.resolve();
    await over;
    expect(at.waiting).toEqual([300_000]);
  })());

test("a value that does not fit its schema is told and not given", () =>
  withSecrets({ port: 80 }, async () => {
    const schema = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) =>
          typeof value === "number" ? { value: value + 1 } : { issues: [{ message: "not a number" }] },
      },
    };
    const events: unknown[] = [];
    const at = looks();
    const onError = (error: unknown): void => void events.push((error as { code: string }).code);
    await onSecretChangeIn(at, "port", (port: number) => events.push(port), { schema, onError });
    for (const value of ["x", "x", 81, 80]) {
      context.secrets.port = value;
      await at.look();
    }
    expect(events).toEqual(["SECRET_INVALID", 82, 81]);
  })());

test("a secret that is not there can't be watched", () =>
  withSecrets({}, async () => {
    await expect(onSecretChange("key", () => {})).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  })());
