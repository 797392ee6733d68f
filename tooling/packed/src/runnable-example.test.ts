import { expect, test } from "vitest";
import { runnableExample } from "./runnable-example.ts";

const program = `import { a } from "x";

const one = await a.get(1);       // 7, also of a name
using two = a.open();             // said in words: 7
a.b["c"];                         // "other", also later
await a.all({ of: [1] });         // ["my secret"]
a.line();                         // { kind: "file", line: 3 }
(() => {
  a.gone;                         // undefined
})();
a(1);                             // does not compile
`;

test("a line that says what it gives is checked, and what has a name can be looked at", () => {
  const { source, claims } = runnableExample(program);
  expect(claims).toEqual([3, 5, 6, 7, 9]);
  expect(source.replaceAll(/ *\/\/.*$/gm, "").trim()).toBe(`import { a } from "x";

export const one = gives(3, await a.get(1), 7);
export const two = a.open();
gives(5, a.b["c"], "other");
gives(6, await a.all({ of: [1] }), ["my secret"]);
gives(7, a.line(), { kind: "file", line: 3 });
(() => {
  gives(9, a.gone, undefined);
})();`);
});

test("what can't be checked is refused", () => {
  expect(() => runnableExample("f(a, // 7\n  b);\n")).toThrow("// 7");
});
