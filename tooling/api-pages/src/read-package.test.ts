import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import type { Exported, PackageExports } from "./exported.ts";
import { readPackage } from "./read-package.ts";

function read(declarations: string): PackageExports {
  const above = temporaryFolder();
  const folder = join(above, "own");
  mkdirSync(folder);
  writeFileSync(join(above, "other.d.ts"), "export interface Passed {}");
  const types = join(folder, "index.d.ts");
  writeFileSync(types, declarations);
  return readPackage({ name: "own", folder, doors: [{ specifier: "own", types }] });
}

function declared(declarations: string): [string, string, string[]][] {
  const { doors } = read(declarations);
  const exported = doors.flatMap((door) => door.exported);
  const signatures = ({ members }: Exported): string[] => members.flatMap((member) => member.signatures);
  return exported.map((each) => [each.kind, each.declaration, signatures(each)]);
}

test("a function has its comment and its tags", () => {
  const source = `/**
 * Opens it.
 *
 * @param seconds - how long.
 * @throws RunError with code NO_RUN.
 */
export declare function open(seconds: number): string;`;
  expect(read(source).doors[0]?.exported).toEqual([
    {
      name: "open",
      kind: "value",
      text: "Opens it.",
      tags: [
        { name: "param", text: "seconds - how long." },
        { name: "throws", text: "RunError with code NO_RUN." },
      ],
      declaration: "function open(seconds: number): string;",
      members: [],
    },
  ]);
});

const thing =
  "declare class Thing {\n  #private;\n  private a;\n  constructor(name: string);\n  get size(): number;\n}\n";

test.each([
  [
    "a class can be made",
    `${thing}export { Thing };`,
    ["value", "class Thing", ["new Thing(name: string)", "size: number"]],
  ],
  [
    "of a class that is exported as a type no constructor is shown",
    `${thing}export type { Thing };`,
    ["type", "class Thing", ["size: number"]],
  ],
  [
    "nor is that of an error",
    'export declare class AnError extends Error {\n  override readonly name = "AnError";\n  readonly code: 1;\n  constructor();\n}',
    ["error", "class AnError extends Error", ["code: 1"]],
  ],
  [
    "fields with comments are members",
    "export interface Options {\n  /** Which. */\n  readonly a?: 1 | undefined;\n}",
    ["type", "interface Options", ["a?: 1"]],
  ],
  ["fields without are not", "export interface Options {\n  a: 1;\n}", ["type", "interface Options {\n  a: 1;\n}", []]],
  [
    "the name of a type that is not exported is replaced by what it stands for",
    'type All = { one: { a: 1 } };\ntype One = All["one"];\nexport type { One };',
    ["type", "type One = {\n  a: 1;\n};", []],
  ],
  [
    "a name of the language stays",
    "export type Names = Readonly<Record<string, 1>>;",
    ["type", "type Names = Readonly<Record<string, 1>>;", []],
  ],
  ["a constant has its type", "export declare const limit: number;", ["value", "const limit: number;", []]],
  [
    "many parameters stand below each other",
    `export declare function f(${"a".repeat(40)}: string, ${"b".repeat(40)}?: number): void;`,
    ["value", `function f(\n  ${"a".repeat(40)}: string,\n  ${"b".repeat(40)}?: number,\n): void;`, []],
  ],
  [
    "a long union has several lines",
    `export type Long = "${"a".repeat(60)}" | "${"b".repeat(60)}";`,
    ["type", `type Long =\n  | "${"a".repeat(60)}"\n  | "${"b".repeat(60)}";`, []],
  ],
  [
    "a long condition is for the compiler alone",
    `export type If<T> = T extends "${"a".repeat(60)}" ? "${"b".repeat(60)}" : never;`,
    ["type", "type If<T> = …;", []],
  ],
])("%s", (_, source, expected) => {
  expect(declared(source)).toEqual([expected]);
});

test("the ways in which a method can be called are one member", () => {
  expect(declared("export interface A {\n  /** Both. */\n  f(): void;\n  f(a: 1): void;\n}")).toEqual([
    ["type", "interface A", ["f(): void", "f(a: 1): void"]],
  ]);
});

test("types that show without being exported are found, and what is another package's is named", () => {
  const { doors, mentioned } = read(`import { Passed } from "../other.js";
interface Inner<T> { text: "Quoted"; deep: Deeper; given: T }
/** Not {@link Commented}. */
interface Deeper {}
interface Commented {}
export declare function f(inner: Inner<string>): Promise<Passed>;
export type { Passed };`);
  expect(doors.map(({ passedOn }) => passedOn)).toEqual([["Passed"]]);
  expect(mentioned.map(({ name }) => name)).toEqual(["Inner", "Deeper"]);
});

test("declarations that are not there are told", () => {
  const types = join(temporaryFolder(), "index.d.ts");
  expect(() => readPackage({ name: "own", folder: "/own", doors: [{ specifier: "own", types }] })).toThrow(
    "build first",
  );
});
