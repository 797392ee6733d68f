// What a service does in production, on any runtime: it opens a run on a server and reads a secret in it.
import { Secret, withRun } from "@keyfold/secret";

const value = await withRun({ allow: ["my secret"], ttlSeconds: 60 }, () => new Secret("my secret").get());
console.log(value === 42 ? "read in a run" : "something else was read");
