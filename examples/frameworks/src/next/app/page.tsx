import { Secret } from "@keyfold/secret";

// A page without this is made by `next build`, outside any run.
export const dynamic = "force-dynamic";

/** A server component reads as all code of the server does. */
export default async function Page() {
  const key = await new Secret<string>("stripe key").get();
  return <p>Paid by a key of {key.length} characters</p>;
}
