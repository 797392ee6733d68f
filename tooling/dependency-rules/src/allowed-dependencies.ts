/** Private: tsdown bundles it into whoever uses it, and it uses no other package of this repository. */
export const bundled = "@keyfold/common";

/** Which packages each package may use. `lazily`: only by `import()`, so that it loads when it is needed. */
export const allowedDependencies: Record<string, { uses: string[]; lazily?: string[]; libraries: string[] }> = {
  [bundled]: { uses: [], libraries: ["smol-toml"] },
  "@keyfold/config": { uses: [], libraries: ["smol-toml"] },
  "@keyfold/context": { uses: ["@keyfold/config"], libraries: [] },
  "@keyfold/client": {
    uses: [],
    lazily: ["@keyfold/config"],
    libraries: ["@graphql-typed-document-node/core", "graphql", "graphql-request"],
  },
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
      "jose",
      "kysely",
      "mercurius",
      "pg",
      "pino",
      "prom-client",
    ],
  },
};
