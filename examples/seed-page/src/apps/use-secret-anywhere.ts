import { EventEmitter, once } from "node:events";
import { Secret, withRun } from "@keyfold/secret";

const s = new Secret("my secret");

await withRun({ allow: ["my secret"], ttlSeconds: 60 }, async () => {
  async function task() {
    return s.get();
  }
  console.log("a plain function:", await task());

  await new Promise<void>((resolve) => {
    setTimeout(async () => {
      console.log("a timer callback:", await s.get());
      resolve();
    }, 1);
  });

  await Promise.resolve()
    .then(() => s.get())
    .then((value) => console.log("a promise chain:", value));

  const flow = new EventEmitter();
  flow.on("state", async () => {
    console.log("an event handler:", await s.get());
    flow.emit("done");
  });
  const done = once(flow, "done");
  flow.emit("state");
  await done;
});

console.log("after the run:", await s.get().catch((error: Error) => error.name));
