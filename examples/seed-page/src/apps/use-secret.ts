import { Secret } from "@keyfold/secret";

const s = new Secret("my secret"); // create a secret object
console.log(await s.get()); // retrieve its value
