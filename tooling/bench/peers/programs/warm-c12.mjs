import { dirname } from "node:path";
import { loadConfig } from "c12";
import { timeEachAsync } from "../../programs/time-each.mjs";

const configFile = process.argv[2];
const cwd = dirname(configFile);
await timeEachAsync(() => loadConfig({ cwd, configFile }));
