import { randomUUID } from "node:crypto";
import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import type { ValueKey } from "../src/vault/encryption.ts";
import { Plaintext } from "../src/vault/plaintext.ts";
import type { TeamKeys } from "../src/vault/team-keys.ts";
import type { Found, Vault } from "../src/vault/vault.ts";
import { keyOf, readValues } from "./read-values.ts";

export interface OpenedVault {
  readonly vault: Vault;
  readonly database: Database;
  readonly teamKeys: TeamKeys;
}

const names = [
  "my secret",
  "..",
  "../../sys/mounts",
  "a/b/c/",
  "ÄÖÜ ß 名前 \u{1F511}",
  "%2e%2e%2f",
  "?list=true#x",
  "'; drop table vault_value; --",
  "=20",
  "🙂".repeat(255),
  `${"a".repeat(254)}1`,
  `${"a".repeat(254)}2`,
];

const values = [
  null,
  "",
  0,
  0.1,
  1e308,
  -5e-324,
  9007199254740991,
  false,
  [],
  {},
  canary,
  "\0\u2028\ud83d\ude42",
  JSON.parse('{"__proto__": {"constructor": 1}, "": [null, [[]]]}'),
  "x".repeat(1024 * 1024),
];

/** What every vault must do. `open` makes one over a new database; it is closed with the test. */
export function vaultConformance(adapter: string, open: () => Promise<OpenedVault>): void {
  async function opened() {
    const { vault, database, teamKeys } = await open();
    onTestFinished(async () => {
      await vault.close();
      await database.close();
    });
    const newTeam = async (): Promise<string> => {
      const teamId = randomUUID();
      await database.transaction((transaction) => teamKeys.add(transaction, teamId));
      return teamId;
    };
    const keep = async (key: ValueKey, value: unknown): Promise<void> => {
      const [staged] = await vault.stage(key.teamId, [{ name: key.name, value: new Plaintext(value) }]);
      await database.transaction((transaction) => vault.keep(transaction, key, staged));
    };
    const read = async (...keys: ValueKey[]): Promise<unknown[]> =>
      (await readValues(vault, database.reader, keys)).map(shown);
    const forget = async (secret: ValueKey, ...versions: number[]): Promise<void> => {
      const work = database.transaction((transaction) => vault.forget(transaction, secret, versions));
      await (await work)();
    };
    return { vault, database, newTeam, keep, read, forget };
  }

  /** The value, an error's code, or undefined. */
  function shown(found: Found): unknown {
    if (found instanceof Plaintext) return { value: found.reveal() };
    return found?.code;
  }

  describe(`a vault in ${adapter}`, () => {
    test("gives back every value of every name, exactly and in the order asked", async () => {
      const { newTeam, keep, read } = await opened();
      const teamId = await newTeam();
      const keys = names.map((name) => keyOf(teamId, name, 1));
      for (const [index, key] of keys.entries()) await keep(key, `value ${index}`);
      const backwards = [...keys].reverse();
      expect(await read(...backwards)).toEqual(backwards.map((_place, index) => ({ value: `value ${11 - index}` })));
      for (const [index, value] of values.entries()) await keep(keyOf(teamId, "n", index + 1), value);
      const versions = values.map((_value, index) => keyOf(teamId, "n", index + 1));
      expect(await read(...versions)).toEqual(values.map((value) => ({ value })));
    });

    test("gives back any JSON", async () => {
      const { newTeam, keep, read } = await opened();
      const teamId = await newTeam();
      let version = 0;
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 255 }), async (value, text) => {
          version += 1;
          const key = keyOf(teamId, text.toWellFormed().replaceAll("\0", "0"), version);
          await keep(key, value);
          expect(await read(key)).toEqual([{ value: JSON.parse(JSON.stringify(value)) }]);
        }),
        { numRuns: 40 },
      );
    });

    test("many at once are staged and read in order, and what is absent is undefined", async () => {
      const { vault, database, newTeam, read } = await opened();
      const teamId = await newTeam();
      const keys = Array.from({ length: 120 }, (_none, index) => keyOf(teamId, `name ${index}`, 1));
      const given = keys.map(({ name }) => ({ name, value: new Plaintext(`of ${name}`) }));
      const staged = await vault.stage(teamId, given);
      await database.transaction(async (transaction) => {
        for (const [index, key] of keys.entries()) await vault.keep(transaction, key, staged[index]);
      });
      const absent = keyOf(teamId, "name 1", 2);
      const found = await read(...keys, absent);
      expect(found).toEqual([...keys.map(({ name }) => ({ value: `of ${name}` })), undefined]);
      expect(await vault.open(teamId, [], () => {})).toEqual([]);
    });

    test("keeps nothing if the transaction is undone", async () => {
      const { vault, database, newTeam, read } = await opened();
      const key = keyOf(await newTeam(), "n", 1);
      const [staged] = await vault.stage(key.teamId, [{ name: "n", value: new Plaintext(canary) }]);
      const undone = database.transaction(async (transaction) => {
        await vault.keep(transaction, key, staged);
        throw new Error("no");
      });
      await expect(undone).rejects.toThrow("no");
      expect(await read(key)).toEqual([undefined]);
    });

    test("a copy stays when what it was made from is removed", async () => {
      const { vault, database, newTeam, keep, read, forget } = await opened();
      const first = keyOf(await newTeam(), "n", 1);
      await keep(first, canary);
      await keep({ ...first, version: 2 }, "other");
      await database.transaction((transaction) => vault.copy(transaction, first, 3));
      await database.transaction((transaction) => vault.copy(transaction, { ...first, version: 3 }, 4));
      await forget(first, 1, 3);
      const keys = [1, 2, 3, 4].map((version) => ({ ...first, version }));
      expect(await read(...keys)).toEqual([undefined, { value: "other" }, undefined, { value: canary }]);
      await forget(first, 4);
      expect(await read(...keys)).toEqual([undefined, { value: "other" }, undefined, undefined]);
      const gone = database.transaction((transaction) => vault.copy(transaction, first, 5));
      await expect(gone).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
    });

    test("removes one name's versions alone", async () => {
      const { newTeam, keep, read, forget } = await opened();
      const [teamId, otherTeam] = [await newTeam(), await newTeam()];
      const key = keyOf(teamId, "n", 1);
      const others = [keyOf(teamId, "n/", 1), keyOf(otherTeam, "n", 1)];
      for (const one of [key, ...others]) await keep(one, one.name);
      await forget(key, 1);
      expect(await read(key)).toEqual([undefined]);
      for (const one of others) expect(await read(one)).toEqual([{ value: one.name }]);
    });

    test("a moved row and a flipped bit say the same one thing, and keep nothing else back", async () => {
      const { database, newTeam, keep, read } = await opened();
      const teamId = await newTeam();
      const key = (name: string, version = 1): ValueKey => keyOf(teamId, name, version);
      const keys = [key("good"), key("moved"), key("moved", 2), key("flipped"), key("emptied")];
      for (const [index, one] of keys.entries()) await keep(one, `value ${index}`);
      await database.transaction(async ({ query }) => {
        await sql`update vault_value set sealed =
          (select sealed from vault_value where name = 'good' and version = 1) where name = 'moved' and version = 1`.execute(
          query,
        );
        await sql`update vault_value set sealed =
          (select sealed from vault_value where name = 'moved' and version = 1) where name = 'moved' and version = 2`.execute(
          query,
        );
        const [row] = await query.selectFrom("vault_value").select("sealed").where("name", "=", "flipped").execute();
        const flipped = Buffer.from(row?.sealed ?? "");
        flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
        await query.updateTable("vault_value").set({ sealed: flipped }).where("name", "=", "flipped").execute();
        await query.updateTable("vault_value").set({ sealed: Buffer.of() }).where("name", "=", "emptied").execute();
      });
      const failed = "DECRYPTION_FAILED";
      expect(await read(...keys)).toEqual([{ value: "value 0" }, failed, failed, failed, failed]);
    });

    test("says that it is ready", async () => {
      const { vault } = await opened();
      await vault.checkReady();
    });
  });
}
