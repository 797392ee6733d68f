import { AsyncLocalStorage } from "node:async_hooks";
import { timeEach } from "./time-each.mjs";

const storage = new AsyncLocalStorage();
let read;
storage.run({ secrets: { KEY: "VALUE" } }, () => {
  timeEach(() => {
    read = storage.getStore();
  });
});
if (read.secrets.KEY !== "VALUE") process.exit(1);
