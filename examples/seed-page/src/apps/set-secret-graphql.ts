import { createClient } from "@keyfold/client";

const client = createClient();

console.log(
  await client.request(`
mutation {
  setSecret(input: { name: "KEY", value: "VALUE" }) {
    success
  }
}
`),
);
