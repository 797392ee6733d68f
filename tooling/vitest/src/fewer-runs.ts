import { configureGlobal } from "fast-check";

// The whole run tries fast-check's 100 inputs; where a property needs more, its test says so.
configureGlobal({ numRuns: 20 });
