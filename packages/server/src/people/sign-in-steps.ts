import type { SessionToken } from "../access/token-format.ts";
import type { Membership } from "./memberships.ts";
import type { Person } from "./person.ts";
import type { BegunSignIn } from "./provider.ts";

/** What a sign-in is for. */
export interface SignInGoal {
  /** The path that the browser is led to. */
  readonly returnTo: string;
  /** The challenge of the terminal that is to be signed in, in base64url; null: the browser is. */
  readonly terminal: string | null;
  /** Whether the provider is to ask the person again, although they are signed in there. */
  readonly again: boolean;
}

/** What somebody is asked who is signed in at the provider. */
export interface SignInChoice {
  readonly person: Person;
  /** At least one. */
  readonly memberships: readonly Membership[];
  readonly isForTerminal: boolean;
  /** What comes back with the answer. */
  readonly sealed: string;
}

/** What somebody answers. */
export interface ChoiceAnswer {
  readonly sealed: string;
  readonly teamId: string;
  /** What they typed; empty where no terminal is signed in. */
  readonly code: string;
}

/** What comes of it. */
export type SignedIn =
  | { readonly kind: "browser"; readonly session: SessionToken; readonly returnTo: string }
  | { readonly kind: "terminal"; readonly team: string }
  | { readonly kind: "wrong code"; readonly choice: SignInChoice };

/** What the browser keeps of a sign-in that was begun, until a time in milliseconds since 1970. */
export interface Begun extends Omit<BegunSignIn, "url">, SignInGoal {
  readonly until: number;
}

/** The same of somebody whom the provider vouched for. */
export interface Known extends Omit<SignInGoal, "again"> {
  readonly person: Person;
  /** When they signed in at the provider, in milliseconds since 1970; 0: not known. */
  readonly signedInAt: number;
  /** Without their grants, of which there may be more than a form holds. */
  readonly memberships: readonly Pick<Membership, "teamId" | "team" | "trustIds">[];
  readonly refreshToken: string | null;
  readonly until: number;
}

/** What the page asks somebody whom the provider vouched for. */
export function choiceOf(
  { person, terminal }: Known,
  memberships: readonly Membership[],
  sealed: string,
): SignInChoice {
  return { person, memberships, isForTerminal: terminal !== null, sealed };
}
