import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { createServer } from "../../src/create-server.ts";
import { initInstance } from "../../src/instance/init-instance.ts";
import { testServer } from "../test-server.ts";

describe("values in the database", () => {
  test("a flipped byte and a moved row end in the same one error, and the read in the audit log", async () => {
    const { set, read, openRun, tamper, audit } = await testServer();
    const run = await openRun();
    await set("good", canary);
    await set("flipped", canary);
    await set("moved", canary);
    tamper((database) => {
      const [row] = database.prepare("select sealed from vault_value where name = 'flipped'").all() as {
        sealed: Buffer;
      }[];
      const sealed = Buffer.from(row?.sealed ?? "");
      sealed[40] = (sealed[40] ?? 0) ^ 1;
      database.prepare("update vault_value set sealed = ? where name = 'flipped'").run(sealed);
      database.exec(`update vault_value set sealed = (select sealed from vault_value where name = 'good')
                     where name = 'moved'`);
    });
    const flipped = await read(run.token, "flipped");
    const moved = await read(run.token, "moved");
    expect(flipped.code).toBe("DECRYPTION_FAILED");
    expect(moved.errors).toEqual(flipped.errors);
    expect((await read(run.token, "good")).data.secretValue).toBe(canary);
    expect((await audit()).at(-2)).toMatchObject({ outcome: "refused", code: "DECRYPTION_FAILED", subject: "moved" });
  });

  test("the value of a secret that was removed does not come back under its name made anew", async () => {
    const { set, ask, admin, read, openRun, tamper } = await testServer();
    const run = await openRun();
    await set("a", canary);
    tamper((database) => database.exec("create table taken as select sealed from vault_value"));
    await ask(admin, 'mutation { deleteSecret(input: { name: "a" }) { success } }');
    await set("a", "new");
    expect((await read(run.token, "a")).data.secretValue).toBe("new");
    tamper((database) => database.exec("update vault_value set sealed = (select sealed from taken)"));
    expect((await read(run.token, "a")).code).toBe("DECRYPTION_FAILED");
  });

  test("one value that can't be decrypted does not keep the others back", async () => {
    const { set, ask, openRun, tamper } = await testServer();
    await set("a", 1);
    await set("b", 2);
    tamper((database) => database.exec("update vault_value set sealed = x'00' where name = 'a'"));
    const { token } = await openRun();
    const { data } = await ask(token, '{ secretValues(names: ["a", "b"]) { value error { code } } }');
    expect(data.secretValues).toEqual([
      { value: null, error: { code: "DECRYPTION_FAILED" } },
      { value: 2, error: null },
    ]);
  });

  test("another instance's master key does not open it, and a damaged key file is named", async () => {
    const one = await testServer();
    await one.set("n", canary);
    await one.close();
    const other = join(temporaryFolder(), "other");
    await initInstance({ dataFolder: other });
    const keyFile = join(one.dataFolder, "master.key");
    const right = readFileSync(keyFile);
    writeFileSync(keyFile, readFileSync(join(other, "master.key")));
    await expect(createServer({ dataFolder: one.dataFolder })).rejects.toMatchObject({ code: "DECRYPTION_FAILED" });
    for (const text of ["", right.subarray(0, 40), "x".repeat(58)]) {
      writeFileSync(keyFile, text);
      const error = await createServer({ dataFolder: one.dataFolder }).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: "MASTER_KEY_INVALID", message: expect.stringContaining(keyFile) });
    }
    writeFileSync(keyFile, right);
    const again = await testServer({}, one);
    const run = await again.openRun();
    expect((await again.read(run.token, "n")).data.secretValue).toBe(canary);
  });

  test("no value, token or key is in the database, the log or the audit rows", async () => {
    const server = await testServer();
    const { set, read, openRun, ask, admin, makeToken } = server;
    await set("n", canary);
    await set("n", { deep: [canary] });
    await ask(admin, `mutation { setSecret(input: { name: "inline", value: ${JSON.stringify(canary)} }) { success } }`);
    const editor = await makeToken("editor");
    const run = await openRun();
    expect((await read(run.token, "n")).data.secretValue).toEqual({ deep: [canary] });
    await ask(run.token, '{ secretValues(names: ["n", "inline"]) { value } }');
    const key = readFileSync(join(server.dataFolder, "master.key"), "utf8").trim();
    const audit = JSON.stringify(await server.audit());
    const places: [string, string][] = [
      ["log", server.log()],
      ["audit", audit],
    ];
    for (const file of readdirSync(server.dataFolder)) {
      if (file !== "master.key") places.push([file, readFileSync(join(server.dataFolder, file), "latin1")]);
    }
    record("audit-rows", audit);
    const searched = [
      ...spellings(canary),
      Buffer.from(canary).toString("latin1"),
      editor.token,
      run.token,
      admin,
      key,
    ];
    for (const [where, text] of places) {
      expect(text.length, where).toBeGreaterThan(100);
      for (const secret of searched) expect(text.includes(secret), `${secret.slice(0, 4)}… in ${where}`).toBe(false);
    }
  });
});

test("bytes in place of a string or number, which have the same mac, keep no run alive that was ended", async () => {
  const server = await testServer();
  await server.set("n", canary);
  for (const column of ["expires_at", "opened_by_id"]) {
    const { id, token } = await server.makeToken("runner");
    const opened = await server.ask(token, "mutation { openRun(input: {}) { token } }");
    const run = opened.data.openRun.token;
    expect((await server.read(run, "n")).data.secretValue).toBe(canary);
    server.tamper((database) =>
      database.exec(`update run set ${column} = cast(cast(${column} as text) as blob) where opened_by_id = '${id}'`),
    );
    const revoke = `mutation { revokeToken(input: { id: "${id}" }) { success } }`;
    expect((await server.ask(server.admin, revoke)).code).toBeUndefined();
    expect((await server.read(run, "n")).code, column).toBe("RUN_ENDED");
  }
});
