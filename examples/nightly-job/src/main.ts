import { Secret } from "@keyfold/secret";

const key = String(await new Secret("report key").get());
const database = new URL(process.env.DATABASE_URL ?? "");

console.log(`report signed with a key of ${key.length} characters, from ${database.hostname}`);
