import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")));
const isWithin = (name: string, folder: string): boolean => folder === "" || `${name}/`.startsWith(`${folder}/`);

const segments = ["a", "a!", "a0", "b", "ü", "\u{10000}", "\uffee"];
const folders = ["", ...segments, "a/a", "a/b", "a/b/a", "a!/b", "\u{10000}/a"];
const names = folders.flatMap((folder) =>
  ["x", "y A", "z"].map((last) => (folder === "" ? last : `${folder}/${last}`)),
);
const start = Date.UTC(2026, 0, 31, 9, 30);

/** Every name but those that end in z, each with what is known of it. */
async function filled(): Promise<{ server: TestServer; all: Known[] }> {
  const server = await testServer();
  const input = names.map((name) => ({ name, value: 1 }));
  const query = "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { success } }";
  await server.ask(server.admin, query, { input });
  const all = names.map((name, at) => ({
    name,
    rotateBy: at % 3 === 0 ? start + at : null,
    lastReadAt: at % 4 === 0 ? start + at : null,
    deleted: name.endsWith("z"),
  }));
  for (const { name, rotateBy, lastReadAt, deleted } of all) {
    if (rotateBy) await server.sql(`update secret set rotate_by = ${rotateBy} where name = '${name}'`);
    if (lastReadAt) await server.sql(`update secret set last_read_at = ${lastReadAt} where name = '${name}'`);
    const remove = "mutation ($i: deleteSecretInput!) { deleteSecret(input: $i) { success } }";
    if (deleted) await server.ask(server.admin, remove, { i: { name } });
  }
  return { server, all: all.sort((a, b) => compare(a.name, b.name)) };
}

interface Known {
  readonly name: string;
  readonly rotateBy: number | null;
  readonly lastReadAt: number | null;
  readonly deleted: boolean;
}

const grants = fc.option(
  fc.array(
    fc.oneof(
      fc.constantFrom(...folders.slice(1)).map((folder) => `${folder}/*`),
      fc.constantFrom(...names),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  { nil: null },
);

const isCovered = (name: string, given: string[] | null): boolean =>
  given === null || given.some((one) => one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1))));

let tokens = 0;

async function editorOf({ ask, admin }: TestServer, given: string[] | null): Promise<string> {
  tokens += 1;
  const query = "mutation ($i: createTokenInput!) { createToken(input: $i) { token } }";
  const input = { name: `editor ${tokens}`, grants: [{ role: "editor", names: given }] };
  return (await ask(admin, query, { i: input })).data.createToken.token;
}

const instant = (at: number): string => new Date(at).toISOString();

describe("lists of what is known", () => {
  test("give what the filters say of the names that the caller may see, page by page", async () => {
    const { server, all } = await filled();
    const at = fc.nat(names.length).map((offset) => start + offset);
    const filters = fc.record(
      {
        folder: fc.constantFrom(...folders),
        deleted: fc.boolean(),
        contains: fc.constantFrom("a", "A", "b/", "ü", "", "%", "_"),
        startsWith: fc.constantFrom("a", "a/", "\u{10000}"),
        due: at,
        readBefore: at,
        unread: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const query = `query ($where: secret_bool_exp, $limit: Int, $after: String, $order: order_by) {
      secret(where: $where, limit: $limit, after: $after, order_by: { name: $order }) { name deletedAt } }`;
    await fc.assert(
      fc.asyncProperty(
        grants,
        filters,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (given, filter, limit, desc) => {
          const { folder, deleted, contains, startsWith, due, readBefore, unread } = filter;
          const expected = all.filter(
            (one) =>
              isCovered(one.name, given) &&
              one.deleted === (deleted ?? false) &&
              (folder === undefined || folderOf(one.name) === folder) &&
              one.name.includes(contains ?? "") &&
              one.name.startsWith(startsWith ?? "") &&
              (due === undefined || (one.rotateBy !== null && one.rotateBy < due)) &&
              (readBefore === undefined || (one.lastReadAt !== null && one.lastReadAt < readBefore)) &&
              (unread === undefined || (one.lastReadAt === null) === unread),
          );
          const where = {
            name: { _contains: contains, _starts_with: startsWith },
            folder,
            deleted,
            rotateBy: due === undefined ? undefined : { _lt: instant(due) },
            lastReadAt: { _lt: readBefore === undefined ? undefined : instant(readBefore), _is_null: unread },
          };
          const token = await editorOf(server, given);
          const found: { name: string; deletedAt: string | null }[] = [];
          for (;;) {
            const variables = { where, limit, after: found.at(-1)?.name, order: desc ? "desc" : "asc" };
            const page = (await server.ask(token, query, variables)).data.secret;
            found.push(...page);
            if (page.length < limit) break;
          }
          const listed = desc ? expected.toReversed() : expected;
          expect(found.map(({ name }) => name)).toEqual(listed.map(({ name }) => name));
          expect(found.every(({ deletedAt }) => (deletedAt !== null) === (deleted ?? false))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("give the folders that the caller may see, each with what it may see in it, page by page", async () => {
    const { server, all } = await filled();
    const asked = fc.option(fc.constantFrom(...folders, "a/", "none"), { nil: undefined });
    const query = `query ($where: folder_bool_exp, $limit: Int, $after: String) {
      folders(where: $where, limit: $limit, after: $after) { folder secrets } }`;
    await fc.assert(
      fc.asyncProperty(grants, asked, fc.integer({ min: 1, max: 5 }), async (given, folder, limit) => {
        const seen = all
          .filter(({ name, deleted }) => !deleted && isCovered(name, given))
          .map(({ name }) => folderOf(name));
        const within = seen.filter((one) => folder === undefined || isWithin(one, folder)).sort(compare);
        const expected = [...new Set(within)].map((one) => ({
          folder: one,
          secrets: within.filter((other) => other === one).length,
        }));
        const token = await editorOf(server, given);
        const found: { folder: string; secrets: number }[] = [];
        for (;;) {
          const variables = { where: { folder }, limit, after: found.at(-1)?.folder };
          const page = (await server.ask(token, query, variables)).data.folders;
          found.push(...page);
          if (page.length < limit) break;
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("count a folder of any number of secrets", async () => {
    const { ask, admin, sql, teamId } = await testServer();
    const counts = [19, 20, 21, 119, 120, 121, 619, 620, 621, 2620, 2621, 4700];
    for (const count of counts) {
      await sql(`
        insert into secret (id, team_id, name, folder, version, created_at, updated_at, updated_by)
        with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
        select '${count}-' || i, '${teamId}', '${count}/' || i, '${count}', 1, 0, 0, 'a' from n`);
    }
    const { data } = await ask(admin, "{ folders { folder secrets } }");
    expect(data.folders.map(({ folder, secrets }: { folder: string; secrets: number }) => [folder, secrets])).toEqual(
      counts.map((count) => [String(count), count] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect((await ask(admin, "{ folders(limit: -1) { folder } }")).code).toBe("BAD_INPUT");
    expect((await ask(admin, "{ folders(limit: 0) { folder } }")).data.folders).toEqual([]);
    const twoTimes = "{ secret(where: { deleted: true }, order_by: { createdAt: asc }) { name } }";
    expect((await ask(admin, twoTimes)).code).toBe("BAD_INPUT");
  });
});
