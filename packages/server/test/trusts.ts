import type { Answer, TestServer } from "./test-server.ts";

/** A server's setting `public_url` in tests. */
export const publicUrl = "https://keyfold.example";

/** `createTrustInput` of the schema. */
export interface TrustInput {
  readonly name: string;
  readonly for: "runs" | "people";
  readonly issuer: string;
  readonly audience?: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly grants: readonly object[];
  readonly jwks?: object;
  readonly reusable?: boolean;
}

/** A trust for one environment of a repository on GitHub. */
export const deploy: TrustInput = {
  name: "deploy",
  for: "runs",
  issuer: "https://token.actions.githubusercontent.com",
  audience: publicUrl,
  claims: { repository: "acme/orders", event_name: "push", environment: "production" },
  grants: [{ role: "runner", names: ["prod/orders/*"] }],
};

/** Creates a trust. */
export function createTrust({ ask, admin }: TestServer, input: object, token: string = admin): Promise<Answer> {
  return ask(token, "mutation ($i: createTrustInput!) { createTrust(input: $i) { id } }", { i: input });
}

/** Deletes a trust. */
export function deleteTrust({ ask, admin }: TestServer, id: string, token: string = admin): Promise<Answer> {
  return ask(token, "mutation ($id: ID!) { deleteTrust(input: { id: $id }) { success } }", { id });
}
