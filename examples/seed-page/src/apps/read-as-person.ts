import { createClient, type KeyfoldError } from "@keyfold/client";

const client = createClient();

try {
  console.log(await client.secretValue("my secret"));
} catch (error) {
  const { code, message } = error as KeyfoldError;
  console.log(`${code}: ${message}`);
}
