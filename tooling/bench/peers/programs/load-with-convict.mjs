import convict from "convict";
import { parse } from "smol-toml";

convict.addParser({ extension: "toml", parse });
const config = convict({
  cloud: { use_local_secrets: { format: Boolean, default: false } },
  context: { secrets: { format: Object, default: {} } },
});
config.loadFile(process.argv[2]).validate({ allowed: "strict" });
if (config.get("context").secrets.KEY !== "VALUE") process.exit(1);
