import { startProvider } from "@tooling/vitest/provider";
import { expect, onTestFinished, test, vi } from "vitest";
import { Provider } from "./provider.ts";

test("a provider that is away is asked ten times in ten seconds at most, whoever begins a sign-in", async () => {
  const away = await startProvider();
  onTestFinished(() => away.close());
  away.broken = () => ({ status: 503 });
  away.redirectUris.push("http://127.0.0.1/sign-in/return");
  const { issuer, clientId, asked } = away;
  const options = { maxBytes: 65_536, timeoutMs: 30_000, later: false, anywhere: new Set<string>(), report: () => {} };
  const provider = new Provider({ issuer, clientId, clientSecretFile: undefined }, options);
  const now = vi.spyOn(performance, "now").mockReturnValue(1000);
  onTestFinished(() => now.mockRestore());
  const begin = (): Promise<unknown> => provider.begin("http://127.0.0.1/sign-in/return", false);
  for (let count = 0; count < 12; count += 1) {
    await expect(begin()).rejects.toMatchObject({ code: "ISSUER_UNAVAILABLE" });
  }
  expect(asked).toHaveLength(10);
  now.mockReturnValue(11_000);
  away.broken = undefined;
  expect(await begin()).toMatchObject({ url: expect.stringContaining(`${issuer}/`) });
});
