import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";

/** A document of GraphQL as text, with the types of its result and variables: what codegen's documentMode "string" makes. */
export type TypedDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & {
  /** The document as it is sent. */
  toString(): string;
  /** A parsed document, which has a kind, is not a text. */
  readonly kind?: never;
};
