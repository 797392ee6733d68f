import { readFileSync } from "node:fs";
import { parse } from "smol-toml";

const values = parse(readFileSync(process.argv[2], "utf8"));
if (values.context.secrets.KEY !== "VALUE") process.exit(1);
