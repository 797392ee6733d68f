import { createClient } from "@keyfold/client";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { admin } from "../../test/person.ts";
import { keepAlive } from "./server-run.ts";

describe("keepAlive", () => {
  it("moves the run's end on a third of its lifetime before it would have come, until it is stopped", async () => {
    const ada = await admin();
    const { id, token, expiresAt } = await ada.client.openRun({ ttlSeconds: 30 });
    const ends = async (): Promise<string> => String((await ada.client.runs({ where: { id } }))[0]?.expiresAt);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const stop = keepAlive(createClient({ url: ada.team.url, token }), { id, ttlSeconds: 300 });
    vi.advanceTimersByTime(99_000);
    expect(await ends()).toBe(expiresAt);
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    await expect.poll(ends, { timeout: 10_000 }).not.toBe(expiresAt);
    stop();
  });

  it("says once that the run is over, and asks no more", async () => {
    const ada = await admin();
    const { id, token } = await ada.client.openRun({ ttlSeconds: 30 });
    await ada.client.endRun({ id });
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    keepAlive(createClient({ url: ada.team.url, token }), { id, ttlSeconds: 3 });
    vi.advanceTimersByTime(1000);
    await expect.poll(() => said.mock.calls.length, { timeout: 10_000 }).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(said.mock.calls[0]?.[0]).toContain("the run is over");
    expect(await ada.client.auditEvents({ where: { action: "run.extend" } })).toMatchObject([{ code: "RUN_ENDED" }]);
  });
});
