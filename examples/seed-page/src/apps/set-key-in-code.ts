import { context } from "@keyfold/context";
import { Secret } from "@keyfold/secret";

context.setDefault("secrets", {}); // to make sure context has a secrets attribute
context.secrets["KEY"] = "VALUE";

console.log(await new Secret("KEY").get());
