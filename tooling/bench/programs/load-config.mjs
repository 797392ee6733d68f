import { loadConfig } from "@keyfold/config";

const config = loadConfig({ files: [process.argv[2]] });
if (config.values.context.secrets.KEY !== "VALUE") process.exit(1);
