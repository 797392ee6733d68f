import { context } from "@keyfold/context";
import { timeEach } from "./time-each.mjs";

let ran = 0;
const count = () => {
  ran += 1;
};
timeEach(() => context.run({ secrets: { KEY: "VALUE" } }, count));
if (ran === 0) process.exit(1);
