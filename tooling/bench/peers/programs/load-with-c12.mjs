import { dirname } from "node:path";
import { loadConfig } from "c12";

const { config } = await loadConfig({ cwd: dirname(process.argv[2]), configFile: process.argv[2] });
if (config.context.secrets.KEY !== "VALUE") process.exit(1);
