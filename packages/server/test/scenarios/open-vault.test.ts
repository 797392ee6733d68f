import "@tooling/vitest/services";
import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { openInstance } from "../../src/instance/open-instance.ts";
import type { StoreSettings } from "../../src/settings/settings.ts";
import { openVault } from "../../src/vault/open-vault.ts";
import { Plaintext } from "../../src/vault/plaintext.ts";
import { inOpenBao, newInstance, onPostgres } from "../new-instance.ts";
import { keyOf } from "../read-values.ts";
import { type OpenedVault, vaultConformance } from "../vault-conformance.ts";

async function opened(stores: Partial<StoreSettings>): Promise<OpenedVault> {
  const settings = await newInstance(stores);
  const data = await openInstance(settings);
  return { ...data, vault: await openVault(settings, { ...data, clock: Date.now, report: () => {} }) };
}

vaultConformance("the database SQLite", () => opened({}));
vaultConformance("the database PostgreSQL", async () => opened(await onPostgres()));
vaultConformance("OpenBao, with the rest on SQLite", () => opened(inOpenBao()));
vaultConformance("OpenBao, with the rest on PostgreSQL", async () =>
  opened({ ...(await onPostgres()), ...inOpenBao() }),
);

describe("openVault", () => {
  test("does not leave values behind in another vault", async () => {
    const settings = await newInstance();
    const data = await openInstance(settings);
    onTestFinished(() => data.database.close());
    const open = (stores: Partial<StoreSettings>) =>
      openVault({ ...settings, ...stores }, { ...data, clock: Date.now, report: () => {} });
    await open({});
    const vault = await open(inOpenBao());
    onTestFinished(() => vault.close());
    await open({});
    await open(inOpenBao());
    const key = keyOf(randomUUID(), "n");
    await data.database.transaction((transaction) => data.teamKeys.add(transaction, key.teamId));
    const [staged] = await vault.stage(key.teamId, [{ name: "n", value: new Plaintext(1) }]);
    await data.database.transaction((transaction) => vault.keep(transaction, key, staged));
    await expect(open({})).rejects.toMatchObject({ code: "SETTINGS_INVALID", tip: expect.stringContaining("--vault") });
    await open(inOpenBao());
  });

  test("speaks plain http to another machine if that is asked for by name", async () => {
    const settings = await newInstance();
    const data = await openInstance(settings);
    const asked = { vault: "http://192.0.2.1:8200", vaultToken: "t", vaultAllowInsecureHttp: true };
    const vault = await openVault({ ...settings, ...asked }, { ...data, clock: Date.now, report: () => {} });
    await vault.close();
    await data.database.close();
  });

  test.each([
    [{ vault: "nonsense", vaultToken: "t" }, "URL"],
    [{ vault: "ftp://x", vaultToken: "t" }, "URL"],
    [{ vault: "http://192.0.2.1:8200", vaultToken: "t" }, "plain text"],
    [{ vault: "http://localhost.example:8200", vaultToken: "t" }, "plain text"],
    [{ vault: "http://127.0.0.1:1" }, "sign in"],
    [{ vault: "http://127.0.0.1:1", vaultRoleId: "r" }, "sign in"],
    [{ vault: "http://127.0.0.1:1", vaultToken: "t", vaultTokenFile: "f" }, "more than one"],
    [{ vault: "http://127.0.0.1:1", vaultToken: "t", vaultMount: "a/../b" }, "path"],
    [{ vault: "http://127.0.0.1:1", vaultToken: "t", vaultPrefix: "/a" }, "path"],
  ])("refuses settings that don't fit: %j", async (stores, word) => {
    const settings = await newInstance();
    const data = await openInstance(settings);
    onTestFinished(() => data.database.close());
    const refused = openVault({ ...settings, ...stores }, { ...data, clock: Date.now, report: () => {} });
    await expect(refused).rejects.toMatchObject({ code: "SETTINGS_INVALID", message: expect.stringContaining(word) });
  });
});
