import { createClient } from "@keyfold/client";

const client = createClient();

try {
  console.log(await client.secretValue("my secret"));
} catch (error) {
  console.log(`${error.code}: ${error.message}`);
}
