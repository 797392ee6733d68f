import { Secret } from "@keyfold/secret";

const name = process.argv[2] ?? "my secret";

console.log(`${name}: ${await new Secret(name).get()}`);
