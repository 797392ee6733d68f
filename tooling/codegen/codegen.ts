import type { CodegenConfig } from "@graphql-codegen/cli";

const scalars = {
  DateTime: "string",
  JSON: { input: "unknown", output: "unknown" },
};

function documentsOf(name: string): NonNullable<CodegenConfig["generates"][string]> {
  return {
    documents: `../../packages/${name}/src/operations/*.graphql`,
    plugins: ["typescript-operations", "typed-document-node"],
    config: { scalars, useTypeImports: true, enumsAsTypes: true, documentMode: "string" },
  };
}

/**
 * `packages/server/schema.graphql` is the source. From it come the server's resolver types, and with the operations of the
 * client and the console their documents and result types.
 */
const config: CodegenConfig = {
  schema: "../../packages/server/schema.graphql",
  generates: {
    "../../packages/server/src/generated/resolvers.ts": {
      plugins: ["typescript", "typescript-resolvers"],
      config: {
        // In the server an instant is milliseconds, and a value is never plain data: its class prints as `<secret>`.
        scalars: { DateTime: "number", JSON: "../vault/plaintext.ts#Plaintext" },
        useTypeImports: true,
        immutableTypes: true,
        enumsAsTypes: true,
        contextType: "../operations/operation.ts#RequestContext",
        mappers: {
          Folder: "../operations/folders.ts#ListedFolder",
          Run: "../operations/run-list.ts#ListedRun",
          Token: "../operations/tokens.ts#ListedToken",
          Trust: "../operations/trusts.ts#ListedTrust",
          Secret: "../operations/secret-list.ts#ListedSecret",
        },
        // A field of the schema without a resolver does not compile.
        avoidOptionals: { query: true, mutation: true },
      },
    },
    "../../packages/client/src/generated/operations.ts": documentsOf("client"),
    "../../packages/console/src/generated/operations.ts": documentsOf("console"),
  },
};

export default config;
