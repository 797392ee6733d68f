import { Secret } from "@keyfold/secret";

console.log(await new Secret("KEY").get());
