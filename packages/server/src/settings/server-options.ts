import type { ServerOptions } from "../create-server.ts";
import { ServerError } from "../server-error.ts";
import type { Settings } from "./settings.ts";

/** What `createServer` takes, out of the settings. Throws `SETTINGS_INVALID` without a data folder. */
export function serverOptions(settings: Settings): ServerOptions {
  const { data, tlsCert, tlsKey } = settings;
  if (data === undefined) {
    throw new ServerError("SETTINGS_INVALID", "No data folder was named.", "Give --data FOLDER, or set server.data.");
  }
  return {
    dataFolder: data,
    limits: settings.limits,
    introspection: settings.introspection,
    prefect: settings.prefect,
    metrics: settings.metrics,
    tls: tlsCert !== undefined && tlsKey !== undefined ? { certFile: tlsCert, keyFile: tlsKey } : undefined,
    auditStream: settings.auditStream,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    stopTimeoutMs: settings.stopTimeoutSeconds * 1000,
    logLevel: settings.logLevel,
  };
}
