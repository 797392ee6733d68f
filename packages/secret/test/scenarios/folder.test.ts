import { expect, test } from "vitest";
import { ForbiddenSecretError, getSecrets, Secret, SecretNotFoundError, withRun } from "../../src/index.ts";
import { cloud, configure } from "../../src/test/configure.ts";
import { countingProxy } from "../../src/test/counting-proxy.ts";
import { startTeam } from "../../src/test/team.ts";

const secrets = {
  "db url": "outside",
  "prod/db url": "of prod",
  "prod/orders/db url": "of orders",
  "prod/key": "key",
  "dev/db url": "of dev",
};

test("a run in a folder reads what is nearest, by the option or by cloud.folder, in one request a tick", async () => {
  const { url, runnerToken } = await startTeam(secrets);
  const proxy = await countingProxy(url);
  configure('[cloud]\nfolder = "dev"\n', cloud(proxy.url, runnerToken));
  const db = new Secret("db url");
  expect(await withRun({ folder: "prod/orders" }, () => db.get())).toBe("of orders");
  expect(await withRun({ folder: "prod/payments" }, () => db.get())).toBe("of prod");
  expect(await withRun({}, () => db.get())).toBe("of dev");
  expect(await withRun({ folder: "dev/mine" }, () => new Secret("/db url").get())).toBe("outside");
  proxy.asked.length = 0;
  await withRun({ folder: "prod/orders", allow: ["db url", "key"] }, async () => {
    expect(await getSecrets(["db url", "key"])).toEqual({ "db url": "of orders", key: "key" });
  });
  expect(proxy.asked).toEqual(["openRun", "secretValues", "endRun"]);
});

test("an allow-list has the names that the program asks for", async () => {
  const { url, runnerToken } = await startTeam(secrets);
  configure("", cloud(url, runnerToken));
  await withRun({ folder: "prod/orders", allow: ["db url"] }, async () => {
    expect(await new Secret("db url").get()).toBe("of orders");
    await expect(new Secret("/prod/db url").get()).rejects.toBeInstanceOf(ForbiddenSecretError);
  });
});

test("what the grants don't cover is refused alike, whether or not it is there", async () => {
  const { url, admin } = await startTeam(secrets);
  const grants = [{ role: "runner" as const, names: ["prod/orders/*"] }];
  const { token } = await admin.createToken({ name: "orders", grants });
  configure("", cloud(url, token));
  await withRun({ folder: "prod/orders" }, async () => {
    expect(await new Secret("db url").get()).toBe("of orders");
    await expect(new Secret("key").get()).rejects.toBeInstanceOf(SecretNotFoundError);
    const refusalOf = async (name: string): Promise<string> => {
      const error = await new Secret(name).get().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ForbiddenSecretError);
      return String(error).replaceAll(name, "NAME");
    };
    expect(await refusalOf("/prod/key")).toBe(await refusalOf("/prod/nope"));
    expect(await refusalOf("/prod/key")).toContain("outside the grants of the token that opened the run");
  });
});

test("a process that was started in a run looks where that run does, and local secrets know no folders", async () => {
  const { url, admin } = await startTeam(secrets);
  const { token } = await admin.openRun({ folder: "prod" });
  configure("", cloud(url, token));
  expect(await withRun({ folder: "dev" }, () => new Secret("db url").get())).toBe("of prod");
  configure('[context.secrets]\n"db url" = "local"\n[cloud]\nuse_local_secrets = true\nfolder = "prod"\n');
  expect(await withRun({ folder: "prod/orders" }, () => new Secret("db url").get())).toBe("local");
});
