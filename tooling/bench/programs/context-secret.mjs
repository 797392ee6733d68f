import { context } from "@keyfold/context";
import { timeEach } from "./time-each.mjs";

let read;
context.run({ secrets: { KEY: "VALUE" } }, () => {
  timeEach(() => {
    read = context.secrets.KEY;
  });
});
if (read !== "VALUE") process.exit(1);
