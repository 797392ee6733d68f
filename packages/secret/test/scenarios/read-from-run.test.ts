import { EventEmitter } from "node:events";
import { inspect, types } from "node:util";
import { Worker } from "node:worker_threads";
import { context } from "@keyfold/context";
import { canary, record } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import {
  ForbiddenSecretError,
  getSecrets,
  NotInRunError,
  RunEndedError,
  redact,
  Secret,
  SecretNotFoundError,
  ServerUnreachableError,
  withRun,
} from "../../src/index.ts";
import { cloud, configure } from "../../src/test/configure.ts";
import { countingProxy } from "../../src/test/counting-proxy.ts";
import { startTeam, startTeamOfRunner } from "../../src/test/team.ts";

const secret = new Secret("my secret");

async function thrownBy(work: Promise<unknown>): Promise<Error & { code: string; tip: string }> {
  const error = await work.then(
    (value) => {
      throw new Error(`no error but a value of type ${typeof value}`);
    },
    (reason) => reason,
  );
  record("cloud-errors", inspect(error));
  return error;
}

test("inside a run a value is read anywhere: a function, a timer, a promise chain, an event handler", async () => {
  await startTeamOfRunner({ "my secret": 42 });
  await withRun({ allow: ["my secret"] }, async () => {
    expect(await secret.get()).toBe(42);
    expect(await new Promise((resolve) => setTimeout(() => resolve(secret.get()), 1))).toBe(42);
    expect(
      await Promise.resolve()
        .then(() => null)
        .then(() => secret.get()),
    ).toBe(42);
    const emitter = new EventEmitter();
    const handled = new Promise((resolve) => emitter.on("task", () => resolve(secret.get())));
    setImmediate(() => emitter.emit("task"));
    expect(await handled).toBe(42);
  });
});

test("values come back exactly as they were set, and are masked from then on", async () => {
  const values = { password: "1e5", json: '{"a":1}', list: [1, "a", null, { b: true }], nothing: null, text: canary };
  await startTeamOfRunner(values);
  await withRun({}, async () => {
    expect(await getSecrets(Object.keys(values))).toEqual(values);
    expect(await new Secret("nothing").exists()).toBe(true);
  });
  expect(redact(`x ${canary}`)).toBe("x <secret>");
});

test("context.secrets comes first in a run too", async () => {
  await startTeamOfRunner({ key: "cloud" });
  await withRun({}, async () => {
    expect(await new Secret("key").get()).toBe("cloud");
    expect(await context.run({ secrets: { key: "local" } }, () => new Secret("KEY").get())).toBe("local");
  });
});

test("a process that was started in a run reads with no more ado, and withRun narrows it", async () => {
  const { url, admin } = await startTeam({ a: 1, b: 2 });
  const { token } = await admin.openRun({});
  configure("", cloud(url, token));
  expect(await getSecrets(["a", "b"])).toEqual({ a: 1, b: 2 });
  await withRun({ allow: ["a", "c"] }, async () => {
    expect(await new Secret("a").get()).toBe(1);
    expect(await thrownBy(new Secret("b").get())).toBeInstanceOf(ForbiddenSecretError);
    await withRun({ allow: ["a", "b"] }, async () => {
      expect(await thrownBy(new Secret("b").get())).toBeInstanceOf(ForbiddenSecretError);
    });
  });
  expect(await new Secret("b").get()).toBe(2);
});

test("a person's token reads nothing, and neither does none", async () => {
  const { url, runnerToken } = await startTeam({ "my secret": canary });
  configure("", cloud(url, runnerToken));
  const error = await thrownBy(secret.get());
  expect(error).toBeInstanceOf(NotInRunError);
  expect(error).toMatchObject({ code: "NOT_IN_RUN", tip: expect.stringContaining("keyfold run -- COMMAND") });
  expect(error.message).toContain("a token that is not a run's");
  configure("", cloud(url, ""));
  expect((await thrownBy(secret.get())).message).toContain("holds no run's token");
});

test("once a run is over its reads are refused, whoever ended it", async () => {
  const { admin } = await startTeamOfRunner({ "my secret": canary });
  const late = await withRun({}, async () => context.bind(() => secret.get()));
  expect(await thrownBy(late())).toBeInstanceOf(RunEndedError);
  await withRun({}, async () => {
    const [run] = await admin.runs();
    await admin.endRun({ id: String(run?.id) });
    const error = await thrownBy(secret.get());
    expect(error).toBeInstanceOf(RunEndedError);
    expect(error).toMatchObject({ code: "RUN_ENDED" });
    expect(error.message).toContain(run?.id);
  });
});

test("a name that is not on the allow-list, and one that is not there", async () => {
  const { url } = await startTeamOfRunner({ "my secret": canary });
  await withRun({ allow: ["other"] }, async () => {
    const forbidden = await thrownBy(secret.get());
    expect(forbidden).toBeInstanceOf(ForbiddenSecretError);
    expect(forbidden).toMatchObject({ code: "SECRET_FORBIDDEN", tip: expect.stringContaining('"my secret"') });
    const missing = await thrownBy(new Secret("other").get());
    expect(missing).toBeInstanceOf(SecretNotFoundError);
    expect(missing.message).toContain(url);
    expect(await new Secret("other").exists()).toBe(false);
    expect(await new Secret<string>("other", { default: "d" }).get()).toBe("d");
    await expect(secret.exists()).rejects.toBeInstanceOf(ForbiddenSecretError);
  });
});

test("a server that is gone is an error that says where it was", async () => {
  const { url, stop } = await startTeamOfRunner();
  await withRun({}, async () => {
    await stop("SIGKILL");
    const error = await thrownBy(secret.get());
    expect(error).toBeInstanceOf(ServerUnreachableError);
    expect(error.message).toContain(url);
  });
  expect(await thrownBy(withRun({}, () => {}))).toBeInstanceOf(ServerUnreachableError);
});

test("an error of a read has its caller's frame, also beside others that are read in the same request", async () => {
  const { stop } = await startTeamOfRunner({ "my secret": 1 });
  const one = async (): Promise<unknown> => await new Secret("gone").get();
  const other = async (): Promise<unknown> => await new Secret("gone", { cache: "run" }).get();
  const many = async (): Promise<unknown> => await getSecrets(["my secret", "gone"]);
  const expectFrames = async (kind: new (...args: never[]) => Error): Promise<void> => {
    const errors = await Promise.all([one(), other(), many()].map(thrownBy));
    const frame = /at (?:async )?(one|other|many) \(.*read-from-run\.test\.ts:\d+/;
    expect(errors.map(({ stack }) => frame.exec(String(stack))?.[1])).toEqual(["one", "other", "many"]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(kind);
      expect(types.isNativeError(error)).toBe(true);
      expect(error.stack?.startsWith(`${kind.name}: ${error.message}\n`)).toBe(true);
    }
  };
  await withRun({}, async () => {
    await expectFrames(SecretNotFoundError);
    await stop("SIGKILL");
    await expectFrames(ServerUnreachableError);
  });
});

test("1,000 gets of 100 names in one tick are one request", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `name ${index}`);
  const { url, runnerToken, admin } = await startTeam();
  await admin.setSecrets(names.map((name) => ({ name, value: { name } })));
  const proxy = await countingProxy(url);
  configure("", cloud(proxy.url, runnerToken));
  await withRun({}, async () => {
    const gets = Array.from({ length: 1000 }, (_, index) => new Secret(`name ${index % 100}`).get());
    const values = (await Promise.all(gets)) as { name: string }[];
    expect(values.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, index) => `name ${index % 100}`));
    expect(values[0]).not.toBe(values[100]);
    await getSecrets(names);
  });
  expect(proxy.asked).toEqual(["openRun", "secretValues", "secretValues", "endRun"]);
});

test("a value is kept for the run when asked for, and read again in the next", async () => {
  const { url, runnerToken } = await startTeam({ a: { n: 1 } });
  const proxy = await countingProxy(url);
  configure("", cloud(proxy.url, runnerToken));
  const cached = new Secret<{ n: number }>("a", { cache: "run" });
  for (let turn = 0; turn < 2; turn += 1) {
    await withRun({}, async () => {
      (await cached.get()).n = 2;
      expect(await cached.get()).toEqual({ n: 1 });
    });
  }
  expect(proxy.asked.filter((field) => field === "secretValues")).toHaveLength(2);
});

test("the run crosses to a worker thread in a snapshot, and its token never prints", async () => {
  const { url } = await startTeamOfRunner({ "my secret": "for the worker" });
  await withRun({}, async () => {
    const token = context.get("run")?.reveal().token as string;
    expect(token).toMatch(/^keyfold_run_/);
    for (const holder of [context, context.get("run"), context.snapshot(), { run: context.get("run") }]) {
      const printed = inspect(holder, { showHidden: true, showProxy: true, depth: 9 }) + JSON.stringify(holder);
      expect(printed).not.toContain(token.slice(12));
    }
    const worker = new Worker(
      `const { parentPort, workerData } = require("node:worker_threads");
       const { entries, snapshot } = workerData;
       Promise.all(entries.map((entry) => import(entry))).then(([{ context }, { Secret }]) =>
         context.restore(snapshot, () => new Secret("my secret").get())).then((value) => parentPort.postMessage(value));`,
      {
        eval: true,
        execArgv: ["--conditions=source", "--no-warnings"],
        env: { ...process.env, ...cloud(url, "") },
        workerData: {
          snapshot: context.snapshot(),
          entries: [import.meta.resolve("@keyfold/context"), new URL("../../src/index.ts", import.meta.url).href],
        },
      },
    );
    expect(await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject))).toBe(
      "for the worker",
    );
    await worker.terminate();
  });
});
