import { nameErrors } from "@keyfold/common/error";
import { ServerError } from "../server-error.ts";

/** A sign-in that signs nobody in. */
export class SignInRefused extends ServerError {
  /** Why, as the audit log tells. */
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    const [code, message, tip] = answerOf(reason);
    super(code, message, tip, { cause });
    this.reason = reason;
  }

  static {
    nameErrors(SignInRefused, "SignInRefused");
  }
}

function answerOf(reason: string): ["UNAUTHENTICATED" | "ISSUER_UNAVAILABLE", message: string, tip: string] {
  const again = "Begin the sign-in again.";
  if (reason === "issuer unavailable") {
    return [
      "ISSUER_UNAVAILABLE",
      "The provider of sign-in can't be asked.",
      "Try again soon; the server's own log has the reason.",
    ];
  }
  if (reason === "no trust") {
    const tip = "Ask an admin of your team for a trust that takes you in: `keyfold trust create`.";
    return ["UNAUTHENTICATED", "You are signed in at your provider, and no team of this server takes you in.", tip];
  }
  if (reason === "not asked again") {
    const tip = "Sign out at your provider, and begin the sign-in again.";
    return ["UNAUTHENTICATED", "The provider did not ask you to sign in again, as it has to here.", tip];
  }
  if (reason === "provider: access_denied") {
    return ["UNAUTHENTICATED", "The provider did not let you in.", again];
  }
  return ["UNAUTHENTICATED", "This sign-in was not begun in this browser, is over, or was used before.", again];
}
