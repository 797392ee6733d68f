import { expect, it } from "vitest";
import { interleave } from "./interleave.ts";

it("takes the measurements in turns, back and forth", async () => {
  const order: string[] = [];
  const measure = (name: string) => () => order.push(name);
  const samples = await interleave({ ours: measure("ours"), theirs: measure("theirs") }, 3);
  expect(order).toEqual(["ours", "theirs", "theirs", "ours", "ours", "theirs"]);
  expect(samples).toEqual({ ours: [1, 4, 5], theirs: [2, 3, 6] });
});
