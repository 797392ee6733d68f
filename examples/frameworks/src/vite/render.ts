import { Secret } from "@keyfold/secret";

/** The page as the server makes it. The browser gets what is written here, and none of the value. */
export async function render(): Promise<string> {
  const key = await new Secret<string>("stripe key").get();
  return `<!doctype html><title>Shop</title><p>Paid by a key of ${key.length} characters</p>`;
}
