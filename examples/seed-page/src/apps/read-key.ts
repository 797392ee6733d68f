import { context } from "@keyfold/context";

console.log(context.secrets.KEY);
