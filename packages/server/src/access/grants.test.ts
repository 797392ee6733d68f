import { askedName } from "@keyfold/common/folders";
import { canonicalPath } from "@keyfold/common/uses";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fullNames } from "./folders.ts";
import {
  coveredNames,
  coveredThrough,
  covers,
  coversGrant,
  coversUse,
  type Grant,
  parseGrants,
  serializeGrants,
  strongestRole,
  wholeTeam,
} from "./grants.ts";
import { scopeOfRun } from "./run-grants.ts";

const runnerOf = (...names: string[]): Grant => ({ ...wholeTeam("runner"), names });

// Few parts, so that folders and names often meet.
const part = fc.constantFrom("prod", "orders", "orders2", "a", "Ä", "ä", "..", "", " ");
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const pattern = fc.oneof(
  path,
  path.map((folder) => `${folder}/*`),
);
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom("admin", "editor", "runner", "auditor"),
  names: fc.option(fc.array(pattern, { minLength: 1, maxLength: 12 })),
  runSeconds: fc.option(fc.integer({ min: 1, max: 100 })),
  uses: fc.constant(null),
});
const grants = fc.array(grant, { minLength: 1, maxLength: 5 });

/** What the words say, written apart from the code under test. */
function isMeant(name: string, names: readonly string[] | null): boolean {
  if (names === null) return true;
  return names.some((one) => one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1))));
}

describe("what a grant covers", () => {
  test("a folder covers what begins with it and a slash: not itself, nor what only begins alike", () => {
    const folder = [runnerOf("prod/orders/*")];
    for (const name of ["prod/orders/db url", "prod/orders/a/b", "prod/orders/*", "prod/orders/../dev/x"]) {
      expect(covers(folder, "runner", name), name).toBe(true);
    }
    const outside = ["prod/orders", "prod/orders2", "prod/orders2/x", "prod", "/prod/orders/x", "PROD/orders/x", ""];
    for (const name of [...outside, "prod//orders/x", "prod/./orders/x", "dev/../prod/orders/x", "x/prod/orders/y"]) {
      expect(covers(folder, "runner", name), name).toBe(false);
    }
  });

  test("a star elsewhere is a character like any other", () => {
    expect(covers([runnerOf("prod*", "a/*b")], "runner", "production")).toBe(false);
    expect(covers([runnerOf("prod*", "a/*b")], "runner", "a/xb")).toBe(false);
    expect(covers([runnerOf("prod*")], "runner", "prod*")).toBe(true);
  });

  test("an admin edits and sees all, and reads nothing; an auditor only sees", () => {
    const may = (role: Grant["role"]) =>
      (["admin", "editor", "runner", "auditor"] as const).filter((one) => covers([wholeTeam(role)], one, "x"));
    expect(may("admin")).toEqual(["admin", "editor", "auditor"]);
    expect(may("editor")).toEqual(["editor", "auditor"]);
    expect(may("runner")).toEqual(["runner"]);
    expect(may("auditor")).toEqual(["auditor"]);
  });

  test("is what its words say, for any grants and names, and lists say the same", () => {
    fc.assert(
      fc.property(grants, path, (own, name) => {
        const runners = own.filter(({ role }) => role === "runner");
        const expected = runners.some(({ names }) => isMeant(name, names));
        expect(covers(own, "runner", name)).toBe(expected);
        expect(coveredThrough(own, "runner", name).length > 0).toBe(expected);
        const listed = coveredNames(own, "runner");
        expect(isMeant(name, listed)).toBe(expected);
        expect(covers(parseGrants(serializeGrants(own)), "runner", name)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test("uses read nothing", () => {
    const uses = [{ name: "x", host: "a.example", methods: null, paths: null }];
    expect(covers([{ ...wholeTeam("runner"), uses }], "runner", "x")).toBe(false);
    expect(strongestRole([{ ...wholeTeam("runner"), uses }, wholeTeam("auditor")])).toBe("runner");
  });
});

describe("whoever gives a grant of runner gives no more than they have", () => {
  test("for any grants: what is covered reads nothing that the giver can't, nor for longer", () => {
    fc.assert(
      fc.property(grants, grant, fc.array(path), (own, other, names) => {
        const given = { ...other, role: "runner" as const };
        if (!coversGrant(own, given)) return;
        for (const name of [...names, ...(given.names ?? []).map((one) => one.replace("*", "x"))]) {
          if (!covers([given], "runner", name)) continue;
          const through = own.filter((one) => covers([one], "runner", name));
          expect(through.length).toBeGreaterThan(0);
          expect(through.some(({ runSeconds }) => (runSeconds ?? Infinity) >= (given.runSeconds ?? Infinity))).toBe(
            true,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a part of one's own can be given, all of a folder only by who has it", () => {
    const own = [runnerOf("dev/*", "prod/orders/*", "x"), wholeTeam("admin")];
    for (const names of [["dev/*"], ["dev/a/*", "dev/b"], ["x", "prod/orders/y"]]) {
      expect(coversGrant(own, runnerOf(...names)), names.join()).toBe(true);
    }
    for (const names of [["*/x"], ["prod/*"], ["dev"], ["dev/*", "y"], ["x/*"]]) {
      expect(coversGrant(own, runnerOf(...names)), names.join()).toBe(false);
    }
    expect(coversGrant(own, wholeTeam("runner"))).toBe(false);
    expect(coversGrant([wholeTeam("runner")], runnerOf("anything"))).toBe(true);
    expect(coversGrant([wholeTeam("admin"), wholeTeam("editor")], runnerOf("x"))).toBe(false);
  });

  test("uses are given by who has them or may read the name; reading is not given by who only uses", () => {
    const use = { name: "x", host: "a.example", methods: ["GET"], paths: ["/a"] };
    const given = { ...wholeTeam("runner"), uses: [use] };
    expect(coversGrant([runnerOf("x")], given)).toBe(true);
    expect(coversGrant([runnerOf("y")], given)).toBe(false);
    expect(coversGrant([given], given)).toBe(true);
    for (const wider of [
      { host: "b.example" },
      { methods: null },
      { methods: ["GET", "POST"] },
      { paths: null },
      { name: "y" },
    ]) {
      expect(coversGrant([given], { ...given, uses: [{ ...use, ...wider }] }), JSON.stringify(wider)).toBe(false);
    }
    expect(coversGrant([given], runnerOf("x"))).toBe(false);
  });
});

const usePart = fc.constantFrom("a", "b", "%2e", "..", "c%2Fd", "");
const usePath = fc.array(usePart, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
const use = fc.record({
  name: fc.constantFrom("x", "dev/x", "dev/*", "*x"),
  host: fc.constantFrom("api.example.com", "*.example.com", "*.api.example.com", "example.com", "api.example.com:8443"),
  methods: fc.option(fc.uniqueArray(fc.constantFrom("GET", "POST", "PUT"), { minLength: 1 })),
  paths: fc.option(
    fc
      .array(usePath, { minLength: 1, maxLength: 3 })
      .map((paths) => paths.flatMap((path) => canonicalPath(path) ?? []))
      .filter((paths) => paths.length > 0),
  ),
});

describe("what a grant lets a run use", () => {
  test("is one secret, host, method and path within one of its uses, for any uses", () => {
    const request = fc.record({
      name: fc.constantFrom("x", "dev/x", "dev/y/z", "y"),
      host: fc.constantFrom("api.example.com", "b.api.example.com", "example.com", "api.example.com:8443", "a.b.c"),
      methods: fc.constantFrom("GET", "POST", "get").map((method) => [method]),
      paths: usePath.map((path) => canonicalPath(path)).map((path) => (path === undefined ? null : [path])),
    });
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 4 }), request, (uses, asked) => {
        const [path] = asked.paths ?? [];
        const isMeantBy = (one: (typeof uses)[number]) => {
          const [star, ...rest] = one.host.split(".");
          const [, ...level] = asked.host.split(".");
          const segments = (text: string) => text.replace(/\/$/, "").split("/");
          return (
            (one.name === "dev/*" ? asked.name.startsWith("dev/") : one.name === asked.name) &&
            (star === "*" ? level.join() === rest.join() : one.host === asked.host) &&
            (one.methods?.some((method) => method === asked.methods[0]) ?? true) &&
            (one.paths === null ||
              (path !== undefined &&
                one.paths.some(
                  (prefix) =>
                    path === prefix ||
                    (path.length > prefix.length &&
                      segments(prefix).every((segment, at) => path.split("/")[at] === segment)),
                )))
          );
        };
        expect(coversUse({ ...wholeTeam("runner"), uses }, asked)).toBe(uses.some(isMeantBy));
      }),
      { numRuns: 3000 },
    );
  });

  test("is given on only within itself: whatever the given grant lets a run use, the giver's does", () => {
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 3 }), use, use, (own, given, asked) => {
        const [mine, theirs] = [own, [given]].map((uses) => ({ ...wholeTeam("runner"), uses }));
        if (mine === undefined || theirs === undefined || !coversGrant([mine], theirs)) return;
        if (coversUse(theirs, asked)) expect(coversUse(mine, asked)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a run's scope", () => {
  test("has the grants that cover what was asked, and no other", () => {
    const [dev, prod] = [runnerOf("dev/*"), { ...runnerOf("prod/*"), runSeconds: 60 }];
    const own = [dev, prod, wholeTeam("editor")];
    const none = { allow: null, folder: null, uses: null };
    expect(scopeOfRun(own, none).grants).toEqual([dev, prod]);
    expect(scopeOfRun(own, { ...none, allow: ["dev/x"] }).grants).toEqual([dev]);
    expect(scopeOfRun(own, { ...none, allow: ["x"], folder: "prod/orders" }).grants).toEqual([prod]);
    for (const allow of [["x"], ["dev/x", "x"], ["/dev/x"]]) {
      expect(() => scopeOfRun(own, { ...none, allow })).toThrow(
        `No grant of this token covers ${JSON.stringify(allow.at(-1))}.`,
      );
    }
  });
});

describe("a name in a folder", () => {
  test("is looked for in it, then in each around it; with a slash in front nowhere else", () => {
    expect(fullNames("prod/orders", "db url")).toEqual(["prod/orders/db url", "prod/db url", "db url"]);
    expect(fullNames("prod", "a/b")).toEqual(["prod/a/b", "a/b"]);
    expect(fullNames("prod/orders", "/db url")).toEqual(["db url"]);
    expect(fullNames(null, "/db url")).toEqual(["/db url"]);
  });

  test("is asked for so that it is looked for where it is", () => {
    const folder = fc.array(fc.constantFrom("prod", "orders", "a"), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.option(folder), path, (parts, name) => {
        const inside = parts?.join("/") ?? null;
        expect(fullNames(inside, askedName(inside, name))).toContain(name);
      }),
    );
  });
});
