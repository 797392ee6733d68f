import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPackages, root } from "./read-packages.ts";
import { withRooms } from "./rooms.ts";

// Draws the pictures of the rooms in ARCHITECTURE.md.

const page = join(root, "ARCHITECTURE.md");
writeFileSync(page, withRooms(readFileSync(page, "utf8"), readPackages("packages")));
