import { loadConfig } from "@keyfold/config";
import { timeEach } from "./time-each.mjs";

const files = [process.argv[2]];
timeEach(() => loadConfig({ files }));
