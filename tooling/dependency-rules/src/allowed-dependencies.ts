/** Private: tsdown bundles it into whoever uses it, and it uses no other package of this repository. */
export const bundled = "@keyfold/common";

interface Allowed {
  readonly uses: readonly string[];
  /** Only by `import()`, so that it loads when it is needed. */
  readonly lazily?: readonly string[];
  readonly libraries: readonly string[];
  /** Libraries that go into its built files: nobody installs them with it. */
  readonly bundles?: readonly string[];
}

/** Which packages each package may use. */
export const allowedDependencies: Record<string, Allowed> = {
  [bundled]: { uses: [], libraries: ["smol-toml"] },
  "@keyfold/config": { uses: [], libraries: ["smol-toml"] },
  "@keyfold/context": { uses: ["@keyfold/config"], libraries: [] },
  "@keyfold/client": {
    uses: [],
    lazily: ["@keyfold/config"],
    libraries: ["@graphql-typed-document-node/core", "graphql", "graphql-request"],
  },
  "@keyfold/console": { uses: [], libraries: [], bundles: ["@graphql-typed-document-node/core", "preact"] },
  "@keyfold/secret": { uses: ["@keyfold/context"], lazily: ["@keyfold/client"], libraries: [] },
  "@keyfold/broker": { uses: ["@keyfold/client"], libraries: ["@peculiar/x509", "reflect-metadata"] },
  keyfold: {
    uses: ["@keyfold/secret", "@keyfold/client", "@keyfold/config"],
    lazily: ["@keyfold/broker"],
    libraries: ["commander", "smol-toml", "zigpty"],
  },
  "@keyfold/server": {
    uses: ["@keyfold/config"],
    libraries: [
      "@opentelemetry/api",
      "@opentelemetry/exporter-trace-otlp-http",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-trace",
      "better-sqlite3",
      "commander",
      "fastify",
      "graphql",
      "graphql-jit",
      "jose",
      "kysely",
      "openid-client",
      "pg",
      "pino",
      "prom-client",
    ],
  },
};
