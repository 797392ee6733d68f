import { Secret } from "@keyfold/secret";

/** What the browser asks for; the key itself stays on the server. */
export async function POST(): Promise<Response> {
  const key = await new Secret<string>("stripe key").get();
  return Response.json({ paidBy: `a key of ${key.length} characters` });
}
