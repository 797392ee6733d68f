import type { Clock } from "@keyfold/common/clock";
import { expect, test } from "vitest";
import { Secret, withRun } from "../../src/index.ts";
import { withRunOn } from "../../src/run/with-run.ts";
import { cloud, configure } from "../../src/test/configure.ts";
import { countingProxy } from "../../src/test/counting-proxy.ts";
import { liveRuns, startTeam, startTeamOfRunner } from "../../src/test/team.ts";

test("with local secrets it only runs its function", async () => {
  configure('[context.secrets]\nKEY = "v"\n[cloud]\nurl = "http://127.0.0.1:1"');
  expect(await withRun({ allow: ["KEY"] }, () => new Secret("KEY").get())).toBe("v");
  await expect(withRun({}, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
});

test("a run ends when the function returns and when it throws", async () => {
  const team = await startTeamOfRunner();
  const seen = await withRun({ label: "nightly" }, async () => {
    const [run] = await team.admin.runs();
    expect(run).toMatchObject({ label: "nightly", live: true, allow: null });
    return liveRuns(team);
  });
  expect([seen, await liveRuns(team)]).toEqual([1, 0]);
  await expect(withRun({}, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  await expect(
    withRun({}, () => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
  expect(await liveRuns(team)).toBe(0);
});

test("a signal ends a run at once, and one that aborted before opens none", async () => {
  const team = await startTeamOfRunner({ KEY: 1 });
  const controller = new AbortController();
  const result = await withRun({ signal: controller.signal }, async () => {
    controller.abort();
    await expect(new Secret("KEY").get()).rejects.toMatchObject({ code: "RUN_ENDED" });
    return "through";
  });
  expect(result).toBe("through");
  expect(await liveRuns(team)).toBe(0);
  await expect(withRun({ signal: AbortSignal.abort(new Error("before")) }, () => {})).rejects.toThrow("before");
  expect(await team.admin.runs()).toHaveLength(1);
});

test("runs nest, and each has its own allow-list", async () => {
  const team = await startTeamOfRunner({ a: 1, b: 2 });
  await withRun({ allow: ["a"] }, async () => {
    await withRun({ allow: ["b"] }, async () => {
      expect(await new Secret("b").get()).toBe(2);
      await expect(new Secret("a").get()).rejects.toMatchObject({ code: "SECRET_FORBIDDEN" });
      expect(await liveRuns(team)).toBe(2);
    });
    expect(await new Secret("a").get()).toBe(1);
    expect(await liveRuns(team)).toBe(1);
  });
});

test("a token that may not open runs is told so", async () => {
  const { url, admin } = await startTeam();
  const { token } = await admin.createToken({ name: "editor", role: "editor" });
  configure("", cloud(url, token));
  await expect(withRun({}, () => {})).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a run is extended while its function works, and no longer", async () => {
  const { url, runnerToken } = await startTeam();
  const proxy = await countingProxy(url);
  configure("", cloud(proxy.url, runnerToken));
  const waiting: { milliseconds: number; callBack: () => void }[] = [];
  let scheduled = (): void => {};
  const clock: Clock = {
    now: () => Date.now(),
    after(milliseconds, callBack) {
      const timer = { milliseconds, callBack };
      waiting.push(timer);
      scheduled();
      return () => waiting.splice(waiting.indexOf(timer), 1);
    },
  };
  await withRunOn(clock, { ttlSeconds: 30 }, async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const again = new Promise<void>((resolve) => {
        scheduled = resolve;
      });
      const [timer] = waiting.splice(0);
      expect(Math.round(Number(timer?.milliseconds) / 1000)).toBe(10);
      timer?.callBack();
      await again;
    }
  });
  expect(proxy.asked).toEqual(["openRun", "extendRun", "extendRun", "extendRun", "endRun"]);
  expect(waiting).toEqual([]);
});

test("a run that another ended is not extended", async () => {
  const team = await startTeamOfRunner({ KEY: 1 });
  const waiting: (() => void)[] = [];
  const clock: Clock = {
    now: () => Date.now(),
    after(_milliseconds, callBack) {
      waiting.push(callBack);
      return () => {};
    },
  };
  await withRunOn(clock, {}, async () => {
    const [run] = await team.admin.runs();
    await team.admin.endRun({ id: String(run?.id) });
    waiting.shift()?.();
    await expect(new Secret("KEY").get()).rejects.toMatchObject({ code: "RUN_ENDED" });
    expect(waiting).toEqual([]);
  });
});
