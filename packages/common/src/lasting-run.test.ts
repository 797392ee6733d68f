import { expect, test, vi } from "vitest";
import type { Clock } from "./clock.ts";
import { LastingRun, type RunCalls, type ServerRun } from "./lasting-run.ts";

/** A clock that goes on when the test says so. */
class HandClock implements Clock {
  time = Date.parse("2026-01-01T00:00:00Z");
  readonly waits: { at: number; callBack: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, callBack: () => void): () => void {
    const wait = { at: this.time + milliseconds, callBack };
    this.waits.push(wait);
    return () => {
      if (this.waits.includes(wait)) this.waits.splice(this.waits.indexOf(wait), 1);
    };
  }

  /** Goes on to the next call, makes it, and waits until what it does is over. */
  async next(): Promise<number> {
    const before = this.time;
    const [wait] = this.waits.splice(0, 1);
    if (!wait) return 0;
    this.time = wait.at;
    wait.callBack();
    await new Promise(setImmediate);
    return this.time - before;
  }
}

const failWith = (code: string): Error => Object.assign(new Error("refused"), { code });

/** A server whose runs live for 30 s at a time, and no longer than `maxSeconds` in all. */
function server(clock: HandClock, { maxSeconds = Number.POSITIVE_INFINITY, ahead = 0, says = "RUN_EXPIRED" } = {}) {
  let opened = 0;
  const ends = new Map<string, number>();
  const lives = new Map<string, number>();
  const live = (): string[] => [...ends].flatMap(([id, end]) => (clock.time < end ? [id] : []));
  const state = { away: false, over: vi.fn(), opened: (): number => opened, live };
  const until = (id: string): { expiresAt: string } => {
    const end = Math.min(clock.time + 30_000, Number(lives.get(id)));
    ends.set(id, end);
    return { expiresAt: new Date(end + ahead).toISOString() };
  };
  const calls: RunCalls = {
    ttlSeconds: 30,
    onOver: state.over,
    async open() {
      if (state.away) throw failWith("SERVER_UNREACHABLE");
      opened += 1;
      const id = `run ${opened}`;
      lives.set(id, clock.time + maxSeconds * 1000);
      return { id, token: `token ${opened}`, ...until(id) };
    },
    async extend({ id }: ServerRun) {
      if (state.away) throw failWith("SERVER_UNREACHABLE");
      if (clock.time >= Number(ends.get(id))) throw failWith(says);
      return until(id);
    },
    async end({ id }: ServerRun) {
      if (state.away) throw failWith("SERVER_UNREACHABLE");
      if (clock.time >= Number(ends.get(id))) throw failWith(says);
      ends.set(id, clock.time);
    },
  };
  return { calls, state };
}

test("a run is extended three times in its lifetime, also after a request that was lost", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock);
  const lasting = await LastingRun.open(calls, clock);
  expect(await clock.next()).toBe(10_000);
  state.away = true;
  expect(await clock.next()).toBe(10_000);
  state.away = false;
  expect(await clock.next()).toBeLessThanOrEqual(5000);
  expect(await clock.next()).toBe(10_000);
  expect([state.live(), lasting.runs.length]).toEqual([["run 1"], 1]);
  await lasting.end();
  expect([state.live(), clock.waits, state.over.mock.calls]).toEqual([[], [], []]);
});

test.each(["RUN_EXPIRED", "RUN_ENDED"])(
  "after an outage of twice its lifetime another run is open, on a server that says %s",
  async (says) => {
    const clock = new HandClock();
    const { calls, state } = server(clock, { says });
    const lasting = await LastingRun.open(calls, clock);
    state.away = true;
    const start = clock.time;
    while (clock.time < start + 60_000) await clock.next();
    expect(lasting.run.id).toBe("run 1");
    state.away = false;
    expect(await clock.next()).toBeLessThanOrEqual(5000);
    expect(lasting.run.id).toBe("run 2");
    expect(await clock.next()).toBeLessThanOrEqual(10_000);
    expect([state.opened(), state.over.mock.calls]).toEqual([2, []]);
  },
);

test("a call that was refused opens one run, however many there are", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock);
  const lasting = await LastingRun.open(calls, clock);
  clock.time += 60_000;
  state.away = true;
  await expect(lasting.replace("token 1", failWith("RUN_EXPIRED"))).rejects.toMatchObject({
    code: "SERVER_UNREACHABLE",
  });
  state.away = false;
  const replaced = await Promise.all([1, 2, 3].map(() => lasting.replace("token 1", failWith("RUN_EXPIRED"))));
  expect([replaced, lasting.run.id, state.opened()]).toEqual([[true, true, true], "run 2", 2]);
  expect(await lasting.replace("token 1", failWith("RUN_ENDED"))).toBe(true);
});

test("another run is opened before one that can't be extended any more expires", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock, { maxSeconds: 100 });
  const lasting = await LastingRun.open(calls, clock);
  const ends = clock.time + 100_000;
  while (lasting.run.id === "run 1") await clock.next();
  expect(clock.time).toBeLessThan(ends);
  expect([state.opened(), state.over.mock.calls]).toEqual([2, []]);
});

/** One whose run has just taken the place of another that lives on for a while. */
async function twice(clock: HandClock) {
  const { calls, state } = server(clock, { maxSeconds: 100 });
  const lasting = await LastingRun.open(calls, clock);
  while (lasting.run.id === "run 1") await clock.next();
  expect(state.live()).toEqual(["run 1", "run 2"]);
  return { lasting, state };
}

test("the end of it is that of the run before, too, where that is live yet", async () => {
  const { lasting, state } = await twice(new HandClock());
  await lasting.end();
  expect(state.live()).toEqual([]);
});

test("the end of it is no fault where the run before is over, and one where the server is away", async () => {
  const clock = new HandClock();
  const { lasting, state } = await twice(clock);
  clock.time += 15_000;
  state.away = true;
  await expect(lasting.end()).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
  state.away = false;
  expect(state.live()).toEqual(["run 2"]);
  await lasting.end();
  expect(state.live()).toEqual([]);
});

test("where somebody ended it, the run before is ended, too", async () => {
  const { lasting, state } = await twice(new HandClock());
  expect(await lasting.replace("token 2", failWith("RUN_ENDED"))).toBe(false);
  expect(state.live()).toEqual(["run 2"]);
});

test("runs whose lifetime the server cuts short are not opened more often than they end", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock, { maxSeconds: 12 });
  await LastingRun.open(calls, clock);
  const start = clock.time;
  while (clock.time < start + 120_000) await clock.next();
  expect(state.opened()).toBeLessThan(25);
});

test.each([3_600_000, -3_600_000])("a server whose clock differs by %i ms is believed all the same", async (ahead) => {
  const clock = new HandClock();
  const { calls, state } = server(clock, { ahead, says: "RUN_ENDED" });
  const lasting = await LastingRun.open(calls, clock);
  expect(await clock.next()).toBe(10_000);
  expect(await lasting.replace("token 1", failWith("RUN_ENDED"))).toBe(false);
  expect(state.over).toHaveBeenCalledOnce();
});

test.each(["no date", "9999-12-31T00:00:00Z", "-271821-04-20T00:00:00Z"])(
  "a run that was extended to %s is looked at as often as its lifetime says",
  async (expiresAt) => {
    const clock = new HandClock();
    const { calls } = server(clock);
    await LastingRun.open({ ...calls, extend: async () => ({ expiresAt }) }, clock);
    for (let times = 0; times < 5; times += 1) {
      const waited = await clock.next();
      expect(waited).toBeGreaterThanOrEqual(1000);
      expect(waited).toBeLessThanOrEqual(10_000);
    }
  },
);

test("a run of years is looked at each day", async () => {
  const clock = new HandClock();
  const { calls } = server(clock);
  const expiresAt = "2030-01-01T00:00:00Z";
  const open = async () => ({ id: "1", token: "1", expiresAt });
  await LastingRun.open({ ...calls, ttlSeconds: 2 ** 31 - 1, open, extend: open }, clock);
  expect([await clock.next(), await clock.next()]).toEqual([86_400_000, 86_400_000]);
});

test.each(["RUN_ENDED", "UNAUTHENTICATED"])("%s while it should live is the end of it", async (code) => {
  const clock = new HandClock();
  const { calls, state } = server(clock);
  const lasting = await LastingRun.open({ ...calls, extend: () => Promise.reject(failWith(code)) }, clock);
  await clock.next();
  expect(state.over.mock.calls).toEqual([[expect.objectContaining({ code })]]);
  expect(clock.waits).toEqual([]);
  expect(await lasting.replace("token 1", failWith("RUN_EXPIRED"))).toBe(false);
  expect(state.opened()).toBe(1);
});

test("a token that may no longer open runs is the end of it", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock);
  const open = vi.fn(calls.open);
  const lasting = await LastingRun.open({ ...calls, open }, clock);
  open.mockRejectedValue(failWith("UNAUTHENTICATED"));
  clock.time += 60_000;
  await expect(lasting.replace("token 1", failWith("RUN_EXPIRED"))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect([state.over.mock.calls.length, clock.waits]).toEqual([1, []]);
});

test("what was stopped meanwhile is not told of its end, and gives the run that was just opened", async () => {
  const clock = new HandClock();
  const { calls, state } = server(clock);
  const lasting = await LastingRun.open(calls, clock);
  clock.time += 60_000;
  const replaced = lasting.replace("token 1", failWith("RUN_EXPIRED"));
  await lasting.stop();
  expect([lasting.run.id, await replaced]).toEqual(["run 2", true]);
  expect(await lasting.replace("token 2", failWith("RUN_ENDED"))).toBe(false);
  expect([state.over.mock.calls, clock.waits]).toEqual([[], []]);
});
