import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WhoamiQuery } from "../generated/operations.ts";
import { AskError, post } from "./ask.ts";

export type Person = WhoamiQuery["whoami"];
export type Role = Person["grants"][number]["role"];

/**
 * Signs in. The token goes to the server once, and is kept nowhere in the page.
 *
 * @throws AskError
 */
export async function signIn(token: string): Promise<void> {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new AskError("BAD_INPUT", "This is not a token.", "Paste it as it was shown.");
  await post("/session", "user", { authorization: `Bearer ${token}` });
}

/** Signs out, on every tab and wherever else the session is in use. */
export async function signOut(): Promise<void> {
  await post("/session/end", "user", {});
}

/** What a page of somebody who is signed in works with. */
export interface Signed {
  readonly person: Person;
  /**
   * Does what needs a recent sign-in: asks for one where the server does, and does it once more.
   *
   * @throws AskError of the work; SIGN_IN_AGAIN where nobody signed in.
   */
  readonly recently: <T>(work: () => Promise<T>) => Promise<T>;
}

export const SignedContext: ReturnType<typeof createContext<Signed | undefined>> = createContext<Signed | undefined>(
  undefined,
);

/** Who is signed in. */
export function useSigned(): Signed {
  const signed = useContext(SignedContext);
  if (signed === undefined) throw new Error("Nobody is signed in.");
  return signed;
}

/** Whether somebody has a grant of one of some roles. */
export function hasRole({ grants }: Person, ...roles: readonly Role[]): boolean {
  return grants.some(({ role }) => roles.includes(role));
}

/** Whether somebody may change a secret: only what the page offers, the server decides. */
export function mayEdit({ grants }: Person, name: string): boolean {
  return grants.some(
    ({ role, names }) =>
      role === "admin" || (role === "editor" && (names?.some((one) => one === name || covers(one, name)) ?? true)),
  );
}

function covers(folder: string, name: string): boolean {
  return folder.endsWith("/*") && name.startsWith(folder.slice(0, -1));
}
