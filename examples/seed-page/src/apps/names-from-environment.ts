import { context } from "@keyfold/context";
import { Secret } from "@keyfold/secret";

console.log(Object.keys(context.secrets));

const password = await new Secret("DB_PASSWORD").get();
console.log(password === process.env.ENV_VAR);
console.log(context.secrets);
