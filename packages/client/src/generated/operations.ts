/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type OpenRunInput = {
  /** The names it may read. Absent: all of the team's. */
  allow?: Array<string> | null | undefined;
  /** What the audit log calls the run. */
  label?: string | null | undefined;
  /** How long the run lives, in seconds, unless it is extended. Default 300. */
  ttlSeconds?: number | null | undefined;
};

export type SetSecretInput = {
  name: string;
  value?: unknown;
};

export type OpenRunMutationVariables = Exact<{
  input: OpenRunInput;
}>;


export type OpenRunMutation = { openRun: { id: string, token: string, expiresAt: string } };

export type SecretNamesQueryVariables = Exact<{
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type SecretNamesQuery = { secret: Array<{ name: string }> };

export type SetSecretMutationVariables = Exact<{
  input: SetSecretInput;
}>;


export type SetSecretMutation = { setSecret: { success: boolean, version: number } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const OpenRunDocument = new TypedDocumentString(`
    mutation OpenRun($input: openRunInput!) {
  openRun(input: $input) {
    id
    token
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<OpenRunMutation, OpenRunMutationVariables>;
export const SecretNamesDocument = new TypedDocumentString(`
    query SecretNames($limit: Int, $offset: Int) {
  secret(order_by: {name: asc}, limit: $limit, offset: $offset) {
    name
  }
}
    `) as unknown as TypedDocumentString<SecretNamesQuery, SecretNamesQueryVariables>;
export const SetSecretDocument = new TypedDocumentString(`
    mutation SetSecret($input: setSecretInput!) {
  setSecret(input: $input) {
    success
    version
  }
}
    `) as unknown as TypedDocumentString<SetSecretMutation, SetSecretMutationVariables>;