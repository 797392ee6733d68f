import { handler } from "./lambda.ts";

// Two calls in one process, as a platform makes them.
for (let call = 0; call < 2; call += 1) console.log((await handler()).body);
