// NODE_CONFIG_DIR names the folder; the file in it is default.toml.
import config from "config";

if (config.get("context.secrets.KEY") !== "VALUE") process.exit(1);
