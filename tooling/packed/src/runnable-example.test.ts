import { expect, test } from "vitest";
import { runnableExample } from "./runnable-example.ts";

const program = `import { a } from "x";

const one = await a.get(1);       // 7 is not looked at here
a.set({ k: "v" });                // said in words: 7
a.b["c"];                         // "other", also later
await a.all({ of: [1] });         // ["my secret"]
a.port;                           // 8080: a number
a.line();                         // { kind: "file", line: 3 }
(() => {
  a.gone;                         // null
})();
a(1);                             // does not compile
`;

test("a line that says what it gives is checked, and what has a name can be looked at", () => {
  const { source, claims } = runnableExample(program);
  expect(claims).toBe(5);
  expect(source.replaceAll(/ *\/\/.*$/gm, "").trim()).toBe(`import { a } from "x";

export const one = await a.get(1);
a.set({ k: "v" });
gives(1, a.b["c"], "other");
gives(2, await a.all({ of: [1] }), ["my secret"]);
gives(3, a.port, 8080);
gives(4, a.line(), { kind: "file", line: 3 });
(() => {
  gives(5, a.gone, null);
})();`);
});
