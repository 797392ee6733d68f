import { help, readOptions } from "./options.ts";
import { runBench } from "./run-bench.ts";

const options = readOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await runBench(options);
