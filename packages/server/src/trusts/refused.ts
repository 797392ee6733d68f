import { nameErrors } from "@keyfold/common/error";
import { ServerError } from "../server-error.ts";

/** Why a signed token is refused, as the audit log tells: whoever sent it learns nothing of it. */
export interface RefusalDetail {
  readonly reason:
    | "size"
    | "format"
    | "header"
    | "algorithm"
    | "issuer"
    | "claims"
    | "audience"
    | "expired"
    | "not yet valid"
    | "issued in the future"
    | "lifetime"
    | "key"
    | "signature"
    | "several trusts fit"
    | "trust"
    | "used before"
    | "issuer unavailable";
  /** Of an authentic token, of trusts of one team: the claim that fails in each. */
  readonly trusts?: readonly string[];
}

/** A signed token that is not taken. The answer is the same whatever is wrong with it. */
export class IdentityRefused extends ServerError {
  readonly detail: RefusalDetail;
  /** In whose log it belongs; null: of no team that is known. */
  readonly teamId: string | null;

  constructor(detail: RefusalDetail, options: { cause?: unknown; teamId?: string } = {}) {
    if (detail.reason === "issuer unavailable") {
      const message = "The issuer of the signed token can't be asked for its keys.";
      super(
        "ISSUER_UNAVAILABLE",
        message,
        "Try again soon. If it goes on, see the server's own log for the reason.",
        options,
      );
    } else {
      const message = "The signed token is not taken: no trust fits it, it is not valid, or it was used before.";
      super(
        "UNAUTHENTICATED",
        message,
        "The audit log says why. `keyfold trust test FILE` says which claim fails.",
        options,
      );
    }
    this.detail = detail;
    this.teamId = options.teamId ?? null;
  }

  static {
    nameErrors(IdentityRefused, "IdentityRefused");
  }
}
