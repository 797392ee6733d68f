import type { ServerOptions } from "../server-options.ts";
import type { Settings } from "../settings/settings.ts";

/** What `createServer` takes, out of the settings. */
export function serverOptions(settings: Settings): ServerOptions {
  const { data, tlsCert, tlsKey } = settings;
  return {
    dataFolder: data,
    stores: settings,
    limits: settings.limits,
    introspection: settings.introspection,
    prefect: settings.prefect,
    metrics: settings.metrics,
    tls: tlsCert !== undefined && tlsKey !== undefined ? { certFile: tlsCert, keyFile: tlsKey } : undefined,
    auditStream: settings.auditStream,
    trustProxy: settings.trustProxy,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    stopTimeoutMs: settings.stopTimeoutSeconds * 1000,
    logLevel: settings.logLevel,
  };
}
