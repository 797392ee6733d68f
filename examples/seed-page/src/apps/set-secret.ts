import { createClient } from "@keyfold/client";

const client = createClient();

console.log(await client.setSecret({ name: "my secret", value: 42 }));
