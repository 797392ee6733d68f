// The worker that docs/context.md starts: the page's own program once more, with what came from the main thread.

import { parentPort, workerData } from "node:worker_threads";
import { context } from "@keyfold/context";
import { give, programWith } from "./given.ts";

give({ Worker: class {}, file: "", workerData, main: () => parentPort?.postMessage(context.secrets.KEY) });
await import(programWith("context.restore("));
