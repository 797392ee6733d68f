import { AsyncLocalStorage } from "node:async_hooks";
import { timeEach } from "./time-each.mjs";

const storage = new AsyncLocalStorage();
let ran = 0;
const count = () => {
  ran += 1;
};
timeEach(() => storage.run({ secrets: { KEY: "VALUE" } }, count));
if (ran === 0) process.exit(1);
