import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { timeEach } from "./time-each.mjs";

const file = process.argv[2];
timeEach(() => parse(readFileSync(file, "utf8")));
