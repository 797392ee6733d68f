import { createClient } from "@keyfold/client";

const client = createClient();

console.log(
  JSON.stringify(
    await client.request(`
query {
  secret(order_by: { name: asc }) {
    name
  }
}
`),
  ),
);
